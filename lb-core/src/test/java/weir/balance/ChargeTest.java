package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.balance.kit.Drill;
import weir.testkit.Seed;

/** Requests of sticky clients count against what a backend gets otherwise. */
class ChargeTest {
    private static final int REQUESTS = 60_000;

    private final PickContext context = new PickContext();

    /** Those that give out turns or lots; what is in flight or how fast it is answered, others see by themselves. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "ROUND_ROBIN",
                "WEIGHTED_ROUND_ROBIN",
                "RANDOM",
                "LEAST_CONNECTIONS",
                "WEIGHTED_LEAST_CONNECTIONS",
                "LEAST_RESPONSE_TIME"
            })
    void keepsTheSharesWhenAFifthOfTheRequestsSticksToOneBackend(Algorithm algorithm) {
        final boolean prefersHeavy = algorithm == Algorithm.WEIGHTED_LEAST_CONNECTIONS; // with nothing in flight
        final double[] weights = prefersHeavy ? even(3) : new double[] {1, 2, 2};
        final int[] total = totals(algorithm, weights, 0.2);
        final double sum = Arrays.stream(weights).sum();
        final double tolerance = algorithm.kind() == Algorithm.Kind.TURNS ? 0.006 : 0.03; // lots come when they come
        for (int i = 0; i < 3; i++) {
            assertEquals(weights[i] / sum, (double) total[i] / REQUESTS, tolerance, algorithm + Arrays.toString(total));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.6, 0.7})
    void weightedRoundRobinIsExactAsLongAsABackendHasNoMoreStickyOnesThanItsShare(double sticky) {
        final double[] weights = {7, 2, 1};
        final int[] total = totals(Algorithm.WEIGHTED_ROUND_ROBIN, weights, sticky * 0.99);
        for (int i = 0; i < 3; i++) {
            assertEquals(weights[i] / 10, (double) total[i] / REQUESTS, 0.003, Arrays.toString(total));
        }
    }

    @Test
    void whoHasMoreStickyOnesThanItsShareGetsHardlyAnyNewOnesAndTheOthersStayEven() {
        final int[] total = totals(Algorithm.WEIGHTED_ROUND_ROBIN, even(3), 0.8);
        assertEquals(0.8, (double) total[0] / REQUESTS, 0.01);
        assertEquals(total[1], total[2], 2);
    }

    /** Debts of all at once are not lost at their bound. */
    @Test
    void keepsTheSharesWhenHardlyAnyRequestIsNew() {
        final Picker picker = picker(Algorithm.WEIGHTED_ROUND_ROBIN, 2, 1, 1);
        final int[] total = new int[3];
        for (int i = 0; i < 1_000; i++) {
            for (int sticky = 0; sticky < 1_000; sticky++) {
                final int backend = sticky % 4 == 0 ? 1 : sticky % 4 == 1 ? 2 : 0;
                picker.charge(backend);
            }
            total[picker.pick(context)]++;
        }
        assertEquals(500, total[0], 2, Arrays.toString(total));
        assertEquals(250, total[1], 2, Arrays.toString(total));
    }

    /** The first backend has a share of the requests that nobody picks it for. */
    private int[] totals(Algorithm algorithm, double[] weights, double sticky) {
        final int[] total = new int[weights.length];
        Seed.forEach(1, 1, random -> {
            final Picker picker = picker(algorithm, weights);
            final SplittableRandom lots = new SplittableRandom(random.nextLong());
            for (int i = 0; i < REQUESTS; i++) {
                final boolean isSticky = lots.nextDouble() < sticky;
                if (isSticky) {
                    picker.charge(0);
                }
                total[isSticky ? 0 : picker.pick(context)]++;
            }
        });
        return total;
    }

    private static double[] even(int count) {
        final double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static Picker picker(Algorithm algorithm, double... weights) {
        return new Drill(algorithm::picker, weights, new int[] {0}, 8 * weights.length, 0, 1).picker(0);
    }
}
