package weir.model;

/**
 * Requests for this host and path go to this pool; without HTTP, TLS clients that ask for this host.
 *
 * @param host lower-case host name without port, {@code *.example.com} for any name below, or null for any host
 * @param path an exact path ({@code /status}), a prefix ending in {@code *} ({@code /v1/*}), or null for any path
 * @param pool index into {@link Configuration#pools()}
 */
public record Route(String host, String path, int pool) {
    /** Of a host in any case. */
    public static final String NAME = "(?=.{1,255}$)(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";

    public static final String HOST = NAME + "|\\[[0-9A-Fa-f:.]{2,45}]";
    public static final Form PATH =
            new Form("/[!-~&&[^*?#]]*+\\*?", "a path that begins with /, or the beginning of one followed by *");
    private static final Form HOST_FORM = new Form(
            "(?![^A-Z]*[A-Z])(" + HOST + ")", "a host name in lower case without port, or *.name for all below it");

    public Route {
        Given.textOrNone("route.host", host, HOST_FORM);
        Given.textOrNone("route.path", path, PATH);
        Given.check(host != null || path != null, "route", "neither host nor path", "one of them at least");
        Given.check(pool >= 0, "route.pool", "index " + pool, "that of a pool");
    }
}
