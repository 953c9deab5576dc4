package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What an algorithm makes of how fast answers come. Most of it went wrong somewhere else. */
interface LatencyContract extends Subject {
    @Test
    default void avoidsASlowBackend() {
        claims(Trait.LATENCY_AWARE);
        final Drill drill = drill(Subject.even(3), new int[] {0}, 3, 0, 1);
        drill.setLatencyNs(0, 10 * Drill.LATENCY_NS);
        drill.shares(100);
        final int[] shares = drill.shares(10_000);
        assertTrue(shares[0] < 700, () -> "of the slow backend 0; 3333 is fair: " + Arrays.toString(shares));
        assertTrue(shares[0] >= 30, () -> "backend 0 must have its chance: " + Arrays.toString(shares));
    }

    /** Traefik's leasttime measures in whole milliseconds, so everything below is 0 and its load does not count. */
    @Test
    default void tellsBackendsApartThatAnswerWithinAMillisecond() {
        claims(Trait.LATENCY_AWARE);
        final Drill drill = drill(1, 1);
        drill.setLatencyNs(0, 100_000);
        drill.setLatencyNs(1, 900_000);
        drill.shares(1_000);
        final int[] shares = drill.shares(10_000);
        assertTrue(shares[0] > 2 * shares[1], () -> "0.1 ms beside 0.9 ms: " + Arrays.toString(shares));
    }

    /**
     * Traefik's leasttime takes a backend without history for one that answers in no time, and all requests go there.
     */
    @Test
    default void doesNotStampedeToAColdBackend() {
        claims(Trait.LATENCY_AWARE);
        final Drill drill = drill(Subject.even(5));
        drill.setUsable(4, false);
        drill.shares(2_000);
        drill.setUsable(4, true);
        int inARow = 0;
        int longest = 0;
        for (int i = 0; i < 200; i++) {
            inARow = drill.pick() == 4 ? inARow + 1 : 0;
            longest = Math.max(longest, inARow);
        }
        assertTrue(longest <= 8, longest + " in a row; level with the others is 8 in flight");
    }

    /**
     * traefik#12306: with a window of 100 samples and no decay, a backend that was slow once got 5 of 1500 requests,
     * forever.
     */
    @Test
    default void forgivesABackendThatWasSlowOnce() {
        claims(Trait.LATENCY_AWARE);
        final Drill drill = drill(Subject.even(3));
        drill.setLatencyNs(1, 3_000_000_000L);
        drill.shares(300);
        drill.setLatencyNs(1, Drill.LATENCY_NS);
        drill.shares((int) (120_000_000_000L / Drill.STEP_NS)); // two minutes, enough to fade from 3 s to 1 ms
        final int[] shares = drill.shares(30_000);
        assertTrue(shares[1] > 7_500, () -> "two minutes after; 10000 is fair: " + Arrays.toString(shares));
    }

    /** A backend that fails at once is fast; so whoever only measures sends it everything. */
    @Test
    default void doesNotPreferABackendThatFailsFast() {
        claims(Trait.LATENCY_AWARE);
        final Drill drill = drill(Subject.even(3));
        drill.setFails(2, true);
        drill.setLatencyNs(2, 10_000);
        drill.shares(300);
        final int[] shares = drill.shares(30_000);
        assertTrue(shares[2] < 6_000, () -> "backend 2 fails in 0.01 ms; 10000 is fair: " + Arrays.toString(shares));
    }
}
