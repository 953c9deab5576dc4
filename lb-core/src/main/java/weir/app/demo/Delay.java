package weir.app.demo;

import java.util.random.RandomGenerator;

/**
 * Simulated processing time, uniform between two bounds.
 *
 * @param minMs shortest, in milliseconds
 * @param maxMs longest, itself included
 */
public record Delay(int minMs, int maxMs) {
    public static final Delay NONE = new Delay(0, 0);

    static final String ACCEPTED = "a time up to 10m such as 50ms or 2s, or a range such as 5ms..50ms";

    public Delay {
        if (minMs < 0 || maxMs < minMs) {
            throw new IllegalArgumentException(minMs + "ms.." + maxMs + "ms, must not run backwards");
        }
    }

    /**
     * Understands {@code 20ms} and {@code 5ms..50ms}.
     *
     * @throws IllegalArgumentException its message says what is accepted
     */
    public static Delay parse(String text) {
        final int dots = text.indexOf("..");
        final int minMs = Quantity.milliseconds(dots < 0 ? text : text.substring(0, dots));
        final int maxMs = dots < 0 ? minMs : Quantity.milliseconds(text.substring(dots + 2));
        if (minMs < 0 || maxMs < minMs) {
            throw new IllegalArgumentException("'" + text + "', must be " + ACCEPTED);
        }
        return new Delay(minMs, maxMs);
    }

    int pickMs(RandomGenerator random) {
        return minMs == maxMs ? minMs : random.nextInt(minMs, maxMs + 1);
    }
}
