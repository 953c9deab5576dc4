package weir.model;

import java.util.List;
import weir.template.Template;

/**
 * What browsers may do with the responses of a listener, a route or a pool. Immutable, any thread.
 *
 * @param securityHeaders the usual fields that make them careful
 * @param cors what scripts of other sites may read; of a listener and a route alone
 */
public record Access(SecurityHeaders securityHeaders, Cors cors) {
    /** Nothing is said of it. */
    public static final Access NONE = new Access(SecurityHeaders.UNSAID, Cors.NONE);

    public Access {
        Given.one("security-headers", securityHeaders);
        Given.one("cors", cors);
    }

    public Access withSecurityHeaders(SecurityHeaders said) {
        return new Access(said, cors);
    }

    public Access withCors(Cors said) {
        return new Access(securityHeaders, said);
    }

    /** What is to be done where the level around says that. */
    public Access within(Access outer) {
        return new Access(securityHeaders.within(outer.securityHeaders), cors.within(outer.cors));
    }

    /** As {@link Policy#lateTemplates}. */
    List<Template> lateTemplates() {
        return cors.isNone() || cors.isForAny() ? List.of() : List.of(Cors.ORIGIN_OF_REQUEST);
    }

    /** Most that it adds to a response. */
    int responseBytesMax() {
        return securityHeaders.rules().bytes() + cors.bytesMax();
    }
}
