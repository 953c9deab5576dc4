package weir.stats;

/** The first digit of a status, which is what statuses are counted by. Any thread. */
public final class StatusClass {
    /** Nothing was answered. */
    public static final int NONE = 0;

    public static final int COUNT = 6;

    private static final String[] WORDS = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private StatusClass() {}

    /** Responses may have any three digits; those from 600 on count as server errors (RFC 9110 §15). */
    public static int of(int status) {
        return Math.min(Math.max(NONE, status / 100), COUNT - 1);
    }

    public static String word(int statusClass) {
        return WORDS[statusClass];
    }
}
