package weir.model;

/**
 * Requests for this host and path go to this pool; without HTTP, TLS clients that ask for this host.
 *
 * @param host lower-case host name without port, {@code *.example.com} for any name below, or null for any host
 * @param path an exact path ({@code /status}), a prefix ending in {@code *} ({@code /v1/*}), or null for any path
 * @param pool index into {@link Configuration#pools()}
 */
public record Route(String host, String path, int pool) {}
