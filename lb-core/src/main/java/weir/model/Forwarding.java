package weir.model;

import java.util.List;

/**
 * What backends learn about the client, and which proxies are trusted to describe it.
 *
 * @param style which fields are written
 * @param trusted networks of proxies in front: what they say about the client is kept and added to; from all others it
 *     is replaced
 * @param heard which fields these proxies write themselves, and so vouch for. In the others they may only have passed
 * on what their clients said
 */
public record Forwarding(Style style, List<AddressRange> trusted, Heard heard) {
    /** Which fields tell about the client. The word is the one of the file. */
    public enum Style {
        X_FORWARDED("x-forwarded"),
        /** {@code Forwarded}, RFC 7239. */
        RFC_7239("rfc7239"),
        BOTH("both"),
        /** Tell nothing; what untrusted clients say is still taken out. */
        NONE("none");

        private final String word;

        Style(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Which fields trusted proxies write. The word is the one of the file. */
    public enum Heard {
        X_FORWARDED("x-forwarded"),
        /** {@code Forwarded}. */
        RFC_7239("rfc7239"),
        BOTH("both");

        private final String word;

        Heard(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public boolean isX() {
            return this != RFC_7239;
        }

        public boolean isForwarded() {
            return this != X_FORWARDED;
        }

        /** What proxies write as a rule where backends are told in that style; null = nobody can know. */
        public static Heard usual(Style style) {
            return switch (style) {
                case X_FORWARDED, NONE -> X_FORWARDED;
                case RFC_7239 -> RFC_7239;
                case BOTH -> null;
            };
        }
    }

    public static final Range TRUSTED_RANGE = new Range("trusted", 0, 1_000);
    public static final Forwarding DEFAULTS = new Forwarding(Style.X_FORWARDED, List.of(), Heard.X_FORWARDED);

    public Forwarding {
        Given.one("forwarded", style);
        trusted = Given.list("trusted", trusted);
        TRUSTED_RANGE.check(trusted.size());
        Given.one("trusted-fields", heard);
    }

    /**
     * Trusted proxies are heard in both: whoever passes on what its clients have written in one of them lends them its
     * word. Say which it writes, if it is one only.
     */
    public Forwarding(Style style, List<AddressRange> trusted) {
        this(style, trusted, Heard.BOTH);
    }

    /** True when the address belongs to a proxy in front. O(networks). */
    public boolean isTrusted(byte[] address) {
        return isTrusted(address, address.length);
    }

    /** As above, for the first {@code length} bytes. */
    public boolean isTrusted(byte[] address, int length) {
        return AddressRange.anyContains(trusted, address, length);
    }
}
