package weir.model;

/**
 * What goes wrong on purpose, to see what clients make of it. Immutable, any thread.
 *
 * @param delayShare of the requests that wait before they go to a backend; 0 to 1
 * @param delayMs how long
 * @param abortShare of the requests that are answered with an error; 0 to 1
 * @param abortStatus which
 */
public record Faults(double delayShare, int delayMs, double abortShare, int abortStatus) {
    public static final Range TIME_RANGE = new Range("time", 0, 600_000);
    public static final Range STATUS_RANGE = new Range("status", 400, 599);
    private static final int STATUS = 503;

    /** All goes as well as it does. */
    public static final Faults NONE = new Faults(0, 0, 0, STATUS);

    public Faults {
        Given.check(isShare(delayShare), "faults.delay.share", delayShare, "0..1");
        TIME_RANGE.check(delayMs);
        Given.check(isShare(abortShare), "faults.abort.share", abortShare, "0..1");
        STATUS_RANGE.check(abortStatus);
    }

    private static boolean isShare(double share) {
        return share >= 0 && share <= 1;
    }

    public Faults withDelay(double share, int ms) {
        return new Faults(share, ms, abortShare, abortStatus);
    }

    public Faults withAbort(double share, int status) {
        return new Faults(delayShare, delayMs, share, status);
    }
}
