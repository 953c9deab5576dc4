package weir.model;

/**
 * What of a request is hashed, so that requests that are alike in it meet the same backend.
 *
 * @param name of the header, cookie or parameter; null where the kind has no names
 */
public record BalanceKey(Kind kind, String name) {
    public static final BalanceKey SOURCE = new BalanceKey(Kind.SOURCE, null);
    public static final BalanceKey NETWORK = new BalanceKey(Kind.NETWORK, null);

    public enum Kind {
        /** The client's address; behind trusted proxies, the one that they name. */
        SOURCE("source", false),
        /** The first three bytes of an IPv4 address, or a whole IPv6 address. Not to be had by its word. */
        NETWORK("network", false),
        HEADER("header", true),
        COOKIE("cookie", true),
        /** Path and query, as the client wrote them. */
        URI("uri", false),
        PATH("path", false),
        QUERY("query", true);

        private final String word;
        private final boolean isNamed;

        Kind(String word, boolean isNamed) {
            this.word = word;
            this.isNamed = isNamed;
        }

        public String word() {
            return word;
        }

        public boolean isNamed() {
            return isNamed;
        }
    }

    public BalanceKey {
        Given.one("balance.key", kind);
        if (kind.isNamed() != (name != null && !name.isEmpty())) {
            throw new IllegalArgumentException(
                    "key: " + kind.word() + (kind.isNamed() ? " needs" : " has no") + " name");
        }
    }

    /** As in the file: {@code header:X-User}. */
    @Override
    public String toString() {
        return kind.isNamed() ? kind.word() + ':' + name : kind.word();
    }
}
