package weir.model;

/**
 * The least a client must send of a request, or take of a response, while only itself keeps it waiting. Slower
 * ones hold buffers and places for next to nothing.
 *
 * @param bytesPerSecond 0 = any rate will do
 * @param afterMs time that a client may owe before it counts
 */
public record MinRate(int bytesPerSecond, int afterMs) {
    public static final Range RATE_RANGE = new Range("per-second", 1, 1 << 20);
    public static final Range AFTER_RANGE = new Range("after", 1_000, 3_600_000);

    public static final MinRate DEFAULTS = new MinRate(500, 10_000);
    public static final MinRate OFF = new MinRate(0, DEFAULTS.afterMs);

    public MinRate {
        if (bytesPerSecond != 0) {
            RATE_RANGE.check(bytesPerSecond);
        }
        AFTER_RANGE.check(afterMs);
    }

    public boolean isOn() {
        return bytesPerSecond > 0;
    }
}
