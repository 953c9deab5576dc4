package weir.config.section;

import java.util.stream.Stream;
import weir.config.value.Key;
import weir.model.HeaderRules;
import weir.model.Policy;
import weir.template.Moment;

/** The keys that a listener, a route and a pool have alike. */
final class PolicyKeys {
    private final Key<HeaderRules> requestHeaders;
    private final Key<HeaderRules> responseHeaders;

    /** @param section to declare them in */
    PolicyKeys(SectionType<?> section) {
        requestHeaders = section.optional("request-headers", new HeaderRulesSection(Moment.REQUEST), HeaderRules.NONE);
        responseHeaders =
                section.optional("response-headers", new HeaderRulesSection(Moment.RESPONSE), HeaderRules.NONE);
    }

    private Stream<Key<?>> all() {
        return Stream.of(requestHeaders, responseHeaders);
    }

    /** Reads each of them. */
    Policy read(Section section) {
        return new Policy(section.get(requestHeaders), section.get(responseHeaders));
    }

    /** The first of them that is there, where none may be; null when there is none. */
    Key<?> first(Section section) {
        return all().filter(section::has).findFirst().orElse(null);
    }
}
