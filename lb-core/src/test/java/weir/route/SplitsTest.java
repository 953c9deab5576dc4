package weir.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Match;
import weir.model.Route;
import weir.model.Split;

/** Which pool a split request goes to. */
class SplitsTest {
    private static final int REQUESTS = 100_000;

    private byte[] client = {};
    private final ClientAddress address = (head, in, out) -> {
        System.arraycopy(client, 0, out, 0, client.length);
        return client.length;
    };

    private static Splits splits(boolean isSticky, int... weights) {
        final List<Split.Share> shares = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            shares.add(new Split.Share(i, weights[i]));
        }
        return Splits.of(List.of(
                new Route("a", null, 7), new Route(Match.of("b", null), List.of(), new Split(shares, isSticky))));
    }

    private int next(Splits splits) {
        return splits.pool(1, null, (ByteBuffer) null, address);
    }

    @ParameterizedTest
    @CsvSource({"95, 5, 0", "1, 1, 1", "99, 1, 0", "1, 0, 0", "9999, 1, 1", "333, 333, 334"})
    void eachGetsItsShare(int first, int second, int third) {
        final Splits splits = splits(false, first, second, third);
        final int[] counts = new int[3];
        for (int i = 0; i < REQUESTS; i++) {
            counts[next(splits)]++;
        }
        final double sum = first + second + third;
        assertEquals(REQUESTS * first / sum, counts[0], REQUESTS / 1000.0);
        assertEquals(REQUESTS * second / sum, counts[1], REQUESTS / 1000.0);
        assertEquals(REQUESTS * third / sum, counts[2], REQUESTS / 1000.0);
    }

    @Test
    void turnsAreSpread() {
        final Splits splits = splits(false, 95, 5);
        int last = 0;
        int longest = 0;
        for (int i = 1; i <= 1_000; i++) {
            if (next(splits) == 1) {
                longest = Math.max(longest, i - last);
                last = i;
            }
        }
        assertTrue(longest <= 40, "5 of 100 come within " + longest);
    }

    @Test
    void aStickyClientKeepsItsSide() {
        final Splits splits = splits(true, 80, 20);
        final Random random = new Random(1);
        final int[] counts = new int[2];
        for (int i = 0; i < REQUESTS; i++) {
            client = new byte[4];
            random.nextBytes(client);
            final int side = next(splits);
            counts[side]++;
            assertEquals(side, next(splits));
            assertEquals(side, next(splits(true, 80, 20)));
        }
        assertEquals(REQUESTS * 0.8, counts[0], REQUESTS / 100.0);
    }

    @Test
    void aClientOfIpv6IsItsNetwork() {
        final Splits splits = splits(true, 1, 1);
        final Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            client = new byte[16];
            random.nextBytes(client);
            final int side = next(splits);
            client[15]++;
            assertEquals(side, next(splits));
        }
    }

    @Test
    void whoIsNotKnownTakesTurns() {
        final Splits splits = splits(true, 1, 1);
        final int[] counts = new int[2];
        for (int i = 0; i < 100; i++) {
            counts[next(splits)]++;
        }
        assertArrayEquals(new int[] {50, 50}, counts);
    }

    @Test
    void otherRoutesHaveNone() {
        assertEquals(RouteTable.NONE, splits(false, 1).pool(0, null, null, address));
        assertEquals(RouteTable.NONE, splits(false, 1).pool(RouteTable.NONE, null, null, address));
        assertNull(Splits.of(List.of(new Route("a", null, 7))));
    }
}
