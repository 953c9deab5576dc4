package weir.model;

import weir.http.FieldName;

/**
 * Whose requests are counted together.
 *
 * @param kind what of a request
 * @param name of a header field or a cookie; of other kinds null
 * @param ipv4Bits of a client: how much of its address counts
 * @param ipv6Bits likewise
 */
public record LimitKey(Kind kind, String name, int ipv4Bits, int ipv6Bits) {
    public static final int IPV4_BITS = 32;
    /** A client of IPv6 has a network, and may take another address of it for each request. */
    public static final int IPV6_BITS = 64;

    public enum Kind {
        CLIENT("client"),
        HEADER("header"),
        COOKIE("cookie"),
        PATH("path"),
        HOST("host"),
        ROUTE("route"),
        /** All requests together. */
        ALL("all");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public boolean isNamed() {
            return this == HEADER || this == COOKIE;
        }
    }

    public LimitKey {
        Given.one("key", kind);
        Given.check(
                kind.isNamed() == (name != null),
                "key",
                kind.word() + " and the name " + name,
                "a name for header and cookie");
        Given.check(ipv4Bits >= 1 && ipv4Bits <= 32, "key", ipv4Bits + " bits of IPv4", "1..32");
        Given.check(ipv6Bits >= 1 && ipv6Bits <= 128, "key", ipv6Bits + " bits of IPv6", "1..128");
    }

    public static LimitKey of(Kind kind, String name) {
        return new LimitKey(kind, name, IPV4_BITS, IPV6_BITS);
    }

    public static LimitKey client(int ipv4Bits, int ipv6Bits) {
        return new LimitKey(Kind.CLIENT, null, ipv4Bits, ipv6Bits);
    }

    /** Any client can write the field, so that it says nothing about who that is. */
    public boolean isClaimed() {
        return kind == Kind.HEADER && FieldName.isAboutClient(name.toLowerCase(java.util.Locale.ROOT));
    }

    /** As it stands in a file. */
    @Override
    public String toString() {
        if (kind.isNamed()) {
            return kind.word() + ':' + name;
        }
        final boolean isUsual = ipv4Bits == IPV4_BITS && ipv6Bits == IPV6_BITS;
        return isUsual ? kind.word() : kind.word() + '/' + ipv4Bits + '/' + ipv6Bits;
    }
}
