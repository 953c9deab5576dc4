package weir.config.section;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import weir.config.value.EnumValue;
import weir.config.value.ErrorPagesMap;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Quoted;
import weir.model.Access;
import weir.model.ClientNetworks;
import weir.model.ErrorPages;
import weir.model.Faults;
import weir.model.HeaderRules;
import weir.model.Policy;
import weir.model.RateLimit;
import weir.model.Rewrite;
import weir.model.SecurityHeaders;
import weir.template.Moment;

/** The keys that a listener, a route and a pool have alike. */
final class PolicyKeys {
    private final Key<HeaderRules> requestHeaders;
    private final Key<HeaderRules> responseHeaders;
    private final Key<List<RateLimit>> rateLimits;
    private final Key<ErrorPages> errors;
    private final Key<SecurityHeaders> securityHeaders;

    /**
     * @param section to declare them in
     * @param ofSecurity what it may say of security-headers
     */
    PolicyKeys(SectionType<?> section, SecurityHeaders... ofSecurity) {
        requestHeaders = section.optional("request-headers", new HeaderRulesSection(Moment.REQUEST), HeaderRules.NONE);
        responseHeaders =
                section.optional("response-headers", new HeaderRulesSection(Moment.RESPONSE), HeaderRules.NONE);
        rateLimits = section.optional(
                RateLimit.LIMITS_RANGE.key(), new ListOf<>(new RateLimitSection(), RateLimit.LIMITS_RANGE), List.of());
        errors = section.optional("errors", new ErrorPagesMap());
        securityHeaders = section.optional("security-headers", new EnumValue<>(ofSecurity, SecurityHeaders::word));
    }

    private Stream<Key<?>> all() {
        return Stream.of(requestHeaders, responseHeaders, rateLimits, errors, securityHeaders);
    }

    /** Reads each of them. */
    Policy read(Section section) {
        final ErrorPages pages = section.get(errors);
        final SecurityHeaders ofSecurity = section.get(securityHeaders);
        return new Policy(
                section.get(requestHeaders),
                section.get(responseHeaders),
                rateLimits(section),
                Rewrite.NONE,
                pages == null ? ErrorPages.NONE : pages,
                ofSecurity == null ? Access.NONE : Access.NONE.withSecurityHeaders(ofSecurity),
                Faults.NONE,
                ClientNetworks.ALL);
    }

    /** Two of one name could not be told apart where they are counted. */
    private List<RateLimit> rateLimits(Section section) {
        final List<RateLimit> limits = section.get(rateLimits);
        final Set<String> names = new HashSet<>();
        for (RateLimit limit : limits) {
            if (!names.add(limit.name()) && !section.isBad(rateLimits)) {
                section.at(rateLimits)
                        .refuse("two limits with the name " + Quoted.text(limit.name()), "a name for one of them");
                return List.of();
            }
        }
        return limits;
    }

    /** The first of them that is there, where none may be; null when there is none. */
    Key<?> first(Section section) {
        return all().filter(section::has).findFirst().orElse(null);
    }
}
