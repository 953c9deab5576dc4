package weir.model;

/**
 * What browsers may do with the responses of a listener, a route or a pool. Immutable, any thread.
 *
 * @param securityHeaders the usual fields that make them careful
 */
public record Access(SecurityHeaders securityHeaders) {
    /** Nothing is said of it. */
    public static final Access NONE = new Access(SecurityHeaders.UNSAID);

    public Access {
        Given.one("security-headers", securityHeaders);
    }
}
