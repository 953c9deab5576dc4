package weir.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * How evenly tables share, beside what the contract of all algorithms asks for. The numbers are those known from the
 * papers and other balancers.
 */
class ConsistentHashTest {
    private static final int KEYS = 200_000;

    private final PickContext context = new PickContext();

    /**
     * Even weights take a shorter way to the same choice: a light backend that fails must not move the others' keys.
     */
    @Test
    void rendezvousChoosesAlikeOnBothOfItsWays() {
        final double[] weights = even(10);
        weights[3] = 0.25;
        final PickerParts parts = parts(weights);
        final Picker picker = Algorithm.RENDEZVOUS.picker(parts);
        final int[] before = owners(picker);
        parts.backends().setUsable(3, false);
        final int[] during = owners(picker);
        for (int i = 0; i < KEYS; i++) {
            assertTrue(before[i] == 3 || before[i] == during[i], "a key moved between backends that stay");
        }
    }

    @Test
    void maglevSharesItsTableAlmostEqually() {
        for (int count : new int[] {10, 100}) {
            final double[] shares = shares(Algorithm.MAGLEV, count);
            for (double share : shares) { // 4 standard deviations of the keys, beside the table's own 0.1 %
                assertEquals(1, share, 0.001 + 4 / Math.sqrt((double) KEYS / count), Arrays.toString(shares));
            }
        }
    }

    @Test
    void theRingIsAsUnevenAsKetama() {
        final double[] shares = shares(Algorithm.RING_HASH, 100);
        final double deviation = Math.sqrt(Arrays.stream(shares)
                .map(share -> (share - 1) * (share - 1))
                .average()
                .orElseThrow());
        assertEquals(0.081, deviation, 0.02); // 160 points: 1/sqrt(160), and some for the keys
    }

    private double[] shares(Algorithm algorithm, int count) {
        final double[] shares = new double[count];
        for (int owner : owners(algorithm.picker(parts(even(count))))) {
            shares[owner] += (double) count / KEYS;
        }
        return shares;
    }

    private int[] owners(Picker picker) {
        final int[] owners = new int[KEYS];
        for (int i = 0; i < KEYS; i++) {
            context.reset();
            context.setKey(Hashing.mix(-1L - i));
            owners[i] = picker.pick(context);
        }
        return owners;
    }

    private static double[] even(int count) {
        final double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static PickerParts parts(double[] weights) {
        final long[] identities = new long[weights.length];
        Arrays.setAll(identities, i -> Hashing.mix(1000L + i));
        return PickerParts.of(new BackendSet(weights, identities), 0);
    }
}
