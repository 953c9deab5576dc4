package weir.model;

import java.util.Locale;
import weir.template.Template;

/**
 * Each request of a listener has an identity, which the backend is told.
 *
 * @param header the field that has it
 * @param trust whose identities are taken as they are
 * @param isInResponse the client is told as well
 */
public record RequestIds(String header, Trust trust, boolean isInResponse) {
    /** Of the clients of a listener. */
    public enum Trust {
        /** Those of the networks that {@code trusted} has. */
        TRUSTED,
        NEVER;

        /** In the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final RequestIds DEFAULTS = new RequestIds("X-Request-Id", Trust.TRUSTED, false);
    private static final Template VALUE = Template.of("{request_id}");

    public RequestIds {
        Given.text("request-id.header", header, HeaderRule.NAME);
        Given.one("request-id.trust", trust);
    }

    /** What that means for heads: before all rules of the listener, which have the last word. */
    public Policy before(Policy rules) {
        final HeaderRule set = new HeaderRule(HeaderRule.Kind.SET, header, VALUE);
        return rules.withRequestHeaders(rules.requestHeaders().behind(set))
                .withResponseHeaders(isInResponse ? rules.responseHeaders().behind(set) : rules.responseHeaders());
    }
}
