package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import weir.balance.BackendSet;

/** How often each backend was picked, beside what is expected by weight. */
final class Shares {
    /** Of the normal distribution: beyond it by chance once in 100,000. */
    private static final double QUANTILE = 4.265;

    private final Drill drill;
    private final int[] seen;
    private final double[] expected;

    Shares(Drill drill, int picks) {
        this.drill = drill;
        seen = drill.shares(picks);
        final BackendSet backends = drill.set(0);
        expected = new double[seen.length];
        Arrays.setAll(expected, i -> backends.isUsable(i) ? picks * backends.weight(i) / backends.usableWeight() : 0);
    }

    /** @param tolerance in picks, whatever the share */
    void expectWithin(double tolerance) {
        for (int i = 0; i < seen.length; i++) {
            expect(i, tolerance);
        }
    }

    /** @param part of what is expected */
    void expectWithinPart(double part) {
        for (int i = 0; i < seen.length; i++) {
            expect(i, part * expected[i]);
        }
    }

    private void expect(int backend, double tolerance) {
        assertTrue(
                Math.abs(seen[backend] - expected[backend]) <= tolerance,
                () -> String.format(
                        Locale.ROOT,
                        "backend %d was picked %d times, expected %.1f, at most %.1f off; all: %s (%s)",
                        backend,
                        seen[backend],
                        expected[backend],
                        tolerance,
                        Arrays.toString(seen),
                        drill));
    }

    /** Not further off than independent draws would be (Pearson; the limit after Wilson and Hilferty 1931). */
    void expectNoWorseThanChance() {
        double chiSquared = 0;
        int usable = 0;
        for (int i = 0; i < seen.length; i++) {
            if (expected[i] > 0) {
                chiSquared += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i];
                usable++;
            }
        }
        final double freedom = usable - 1.0;
        final double limit = freedom * Math.pow(1 - 2 / (9 * freedom) + QUANTILE * Math.sqrt(2 / (9 * freedom)), 3);
        final String message = String.format(
                Locale.ROOT,
                "chi squared is %.1f; with %.0f degrees of freedom it exceeds %.1f once in 100000; picked %s, expected %s"
                        + " (%s)",
                chiSquared,
                freedom,
                limit,
                Arrays.toString(seen),
                Arrays.toString(expected),
                drill);
        assertTrue(chiSquared <= limit, message);
    }
}
