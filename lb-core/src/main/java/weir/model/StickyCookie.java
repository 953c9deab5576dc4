package weir.model;

/**
 * The cookie by which Weir knows a client's backend (RFC 6265).
 *
 * @param name a token
 * @param secret that its values are made with; null = one that is made at the start and lost at the end of the process
 * @param path where the client sends it
 * @param domain whose hosts the client sends it to; null = only the host that it has it from
 * @param secure the client sends it over TLS only
 * @param httpOnly scripts do not see it
 * @param maxAgeSeconds how long the client keeps it; {@link #SESSION} = until it forgets its session
 * @param partitioned the client keeps one for each site that embeds this one (CHIPS); only with {@code secure}
 * @param marksPrivate responses that set it are marked as no business of shared caches
 */
public record StickyCookie(
        String name,
        Secret secret,
        String path,
        String domain,
        boolean secure,
        boolean httpOnly,
        SameSite sameSite,
        long maxAgeSeconds,
        boolean partitioned,
        boolean marksPrivate) {
    /** These limits keep what is added to a response well below {@code HeadEdit.ADDED_BYTES_MAX}. */
    public static final int NAME_CHARS_MAX = 64;

    public static final int PATH_CHARS_MAX = 256;
    public static final int DOMAIN_CHARS_MAX = 253;

    public static final Form TOKEN = new Form(
            "[A-Za-z0-9!#$%&'*+.^_`|~-]{1," + NAME_CHARS_MAX + "}",
            "a token (RFC 9110 §5.6.2) of 1 to " + NAME_CHARS_MAX + " characters");
    public static final Form PATH = new Form(
            "/[!-:<-~]{0," + (PATH_CHARS_MAX - 1) + "}",
            "a path that begins with /, of at most " + PATH_CHARS_MAX + " visible characters without ;");
    public static final Form DOMAIN =
            new Form("(?=.{1," + DOMAIN_CHARS_MAX + "}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*", "a host name without port");
    public static final long SESSION = 0;
    /** In milliseconds, as durations are read. Browsers keep no cookie for longer than 400 days. */
    public static final Range MAX_AGE_RANGE = new Range("max-age", 1_000, 400L * 24 * 3_600_000);

    /** Whether the client sends it with requests that another site has caused. */
    public enum SameSite {
        LAX("lax", "Lax"),
        STRICT("strict", "Strict"),
        NONE("none", "None");

        private final String word;
        private final String attribute;

        SameSite(String word, String attribute) {
            this.word = word;
            this.attribute = attribute;
        }

        public String word() {
            return word;
        }

        /** As RFC 6265bis writes it. */
        public String attribute() {
            return attribute;
        }
    }

    public StickyCookie {
        Given.text("sticky.cookie", name, TOKEN);
        Given.text("sticky.path", path, PATH);
        Given.textOrNone("sticky.domain", domain, DOMAIN);
        Given.one("sticky.same-site", sameSite);
        check("same-site", sameSite != SameSite.NONE || secure);
        check("partitioned", !partitioned || secure);
        check(
                MAX_AGE_RANGE.key(),
                maxAgeSeconds == SESSION || maxAgeSeconds > 0 && maxAgeSeconds <= MAX_AGE_RANGE.max() / 1_000);
    }

    private static void check(String key, boolean isFine) {
        if (!isFine) {
            throw new IllegalArgumentException(key + " of a sticky cookie");
        }
    }

    /** With the defaults of the file. */
    public static StickyCookie named(String name) {
        return new StickyCookie(name, null, "/", null, false, true, SameSite.LAX, SESSION, false, true);
    }

    public StickyCookie withSecret(Secret secret) {
        return new StickyCookie(
                name, secret, path, domain, secure, httpOnly, sameSite, maxAgeSeconds, partitioned, marksPrivate);
    }
}
