package weir.bench.compare;

/** What proxies are configured for: each has a file of its own in {@code lb-bench/peers}. */
enum Setting {
    HTTP("", "http"),
    /** TLS ends at the proxy. */
    TLS("-tls", "https"),
    /** The proxy knows no HTTP; what goes through it is HTTP nevertheless, as one needs some messages. */
    TCP("-tcp", "http"),
    /** 1,000 routes, rules for fields, a request id, a rate limit and an access log. */
    POLICY("-policy", "http"),
    /** Three backends, one of them slow. */
    SLOW("-slow", "http"),
    /** Two backends, one of which is killed. */
    KILLED("-killed", "http");

    private final String suffix;
    private final String scheme;

    Setting(String suffix, String scheme) {
        this.suffix = suffix;
        this.scheme = scheme;
    }

    /** Behind the peer's name, in the name of its file. */
    String suffix() {
        return suffix;
    }

    String scheme() {
        return scheme;
    }
}
