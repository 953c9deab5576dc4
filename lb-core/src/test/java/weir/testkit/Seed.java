package weir.testkit;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Random tests that can be had again: a failure names its seed, and {@code -Dweir.seed=N} runs with that one.
 *
 * <p>Without the property the seed is the test's own constant, so that a build passes or fails for the same reason
 * tomorrow.
 */
public final class Seed {
    private static final String PROPERTY = "weir.seed";

    private Seed() {}

    /** What a test does with random numbers. */
    public interface Body {
        void run(RandomGenerator random) throws Exception;
    }

    /**
     * Runs {@code body} once for each of {@code runs} seeds from {@code firstSeed} on, or for the one of
     * {@code -Dweir.seed}.
     */
    public static void forEach(long firstSeed, int runs, Body body) {
        final Long only = Long.getLong(PROPERTY);
        if (only != null) {
            run(only, body);
            return;
        }
        for (int i = 0; i < runs; i++) {
            run(firstSeed + i, body);
        }
    }

    private static void run(long seed, Body body) {
        try {
            body.run(new Random(seed));
        } catch (Exception | AssertionError e) {
            System.err.println("failed with seed " + seed + "; again with -D" + PROPERTY + "=" + seed);
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
