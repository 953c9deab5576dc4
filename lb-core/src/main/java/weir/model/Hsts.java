package weir.model;

/**
 * What browsers are told of a host that is to be asked with TLS only (RFC 6797).
 *
 * @param seconds for how long
 * @param includesSubdomains the same for all names below it
 * @param preload the host may be put into the list that browsers come with
 */
public record Hsts(long seconds, boolean includesSubdomains, boolean preload) {
    /** Two years, what browsers' preload lists have at most. */
    public static final Range MAX_AGE_RANGE = new Range("hsts", 1_000, 63_072_000_000L);
    /** One year: who says less is not put into that list. */
    public static final long PRELOAD_SECONDS_MIN = 31_536_000;

    public Hsts {
        MAX_AGE_RANGE.check(seconds < 0 || seconds > MAX_AGE_RANGE.max() ? -1 : seconds * 1_000);
        Given.check(
                !preload || includesSubdomains && seconds >= PRELOAD_SECONDS_MIN,
                "tls.hsts.preload",
                true,
                "with include-subdomains and a max-age of a year at least");
    }

    /** Of that host only. */
    public static Hsts of(long seconds) {
        return new Hsts(seconds, false, false);
    }

    /** As the field has it. */
    public String value() {
        return "max-age=" + seconds + (includesSubdomains ? "; includeSubDomains" : "") + (preload ? "; preload" : "");
    }
}
