package weir.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.balance.AttemptEnd;
import weir.model.BreakerPolicy;
import weir.model.BreakerPolicy.Latency;
import weir.model.BreakerPolicy.Mode;
import weir.model.BreakerPolicy.Scope;
import weir.pool.Breaker.State;
import weir.testkit.ManualClock;

/** When a breaker opens, tries and closes; see docs/RETRIES.md. */
class BreakerTest {
    private static final int REQUESTS_MIN = 20;
    private static final int WINDOW_MS = 10_000;
    private static final int OPEN_MS = 5_000;
    private static final int PROBES = 3;
    private static final BreakerPolicy POLICY =
            new BreakerPolicy(Mode.ENFORCE, Scope.BACKEND, 0.5, null, REQUESTS_MIN, WINDOW_MS, OPEN_MS, PROBES);

    private final ManualClock clock = new ManualClock();
    private int changes;
    private int shadowed;
    private Breaker breaker = breaker(POLICY);

    private Breaker breaker(BreakerPolicy policy) {
        return new Breaker(policy, clock.nowNs(), new Breaker.Watcher() {
            @Override
            public void onChange(Breaker of) {
                changes++;
            }

            @Override
            public void onShadowed() {
                shadowed++;
            }
        });
    }

    private void attempts(int count, AttemptEnd end) {
        attempts(count, end, 0);
    }

    private void attempts(int count, AttemptEnd end, int latencyMs) {
        for (int i = 0; i < count; i++) {
            breaker.end(breaker.start(), end, latencyMs * 1_000_000L, clock.nowNs());
        }
    }

    private void opens() {
        attempts(REQUESTS_MIN, AttemptEnd.FAILED);
        assertEquals(State.OPEN, breaker.state());
    }

    private void pass(long ms) {
        clock.advanceMs(ms);
        breaker.onTime(clock.nowNs());
    }

    private void expects(State state) {
        assertEquals(state, breaker.state());
        assertEquals(state == State.CLOSED, breaker.admits() && state != State.HALF_OPEN);
    }

    @Test
    void opensWhenTheShareOfFailuresIsReached() {
        attempts(10, AttemptEnd.ANSWERED);
        attempts(9, AttemptEnd.FAILED);
        expects(State.CLOSED);
        attempts(1, AttemptEnd.FAILED);
        expects(State.OPEN);
        assertFalse(breaker.admits());
        assertEquals(1, breaker.openings());
        assertEquals(1, changes);
    }

    @Test
    void judgesNothingBelowTheLeastNumberOfRequests() {
        attempts(REQUESTS_MIN - 1, AttemptEnd.FAILED);
        expects(State.CLOSED);
        attempts(1, AttemptEnd.ANSWERED);
        expects(State.OPEN);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        attempts(REQUESTS_MIN - 1, AttemptEnd.FAILED);
        pass(WINDOW_MS);
        attempts(REQUESTS_MIN - 1, AttemptEnd.FAILED);
        expects(State.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptEnd.class,
            names = {"UNKNOWN", "ABANDONED"})
    void countsNothingThatShowsNothing(AttemptEnd end) {
        attempts(1_000, end);
        attempts(REQUESTS_MIN - 1, AttemptEnd.FAILED);
        expects(State.CLOSED);
    }

    @Test
    void opensWhenTheQuantileIsTooSlow() {
        breaker = breaker(POLICY.withLatency(new Latency(0.9, 100)));
        attempts(18, AttemptEnd.ANSWERED, 100);
        attempts(2, AttemptEnd.ANSWERED, 101);
        expects(State.CLOSED); // 9 of 10 took no more than 100 ms
        attempts(1, AttemptEnd.ANSWERED, 101);
        expects(State.OPEN);
    }

    @Test
    void takesWhoWentAwayAfterTooLongForASlowAnswer() {
        breaker = breaker(POLICY.withLatency(new Latency(0.9, 100)));
        attempts(REQUESTS_MIN, AttemptEnd.ABANDONED, 99);
        expects(State.CLOSED);
        attempts(REQUESTS_MIN, AttemptEnd.ABANDONED, 101);
        expects(State.OPEN);
    }

    @Test
    void letsAFewProbesThroughAfterThePauseAndClosesWhenAllSucceed() {
        opens();
        pass(OPEN_MS - 1);
        expects(State.OPEN);
        pass(1);
        expects(State.HALF_OPEN);
        final int[] tickets = new int[PROBES];
        for (int i = 0; i < PROBES; i++) {
            assertTrue(breaker.admits());
            tickets[i] = breaker.start();
        }
        assertFalse(breaker.admits());
        for (int i = 0; i < PROBES; i++) {
            expects(State.HALF_OPEN);
            breaker.end(tickets[i], AttemptEnd.ANSWERED, 0, clock.nowNs());
        }
        expects(State.CLOSED);
        attempts(REQUESTS_MIN - 1, AttemptEnd.FAILED);
        expects(State.CLOSED); // what was before the pause does not count any more
    }

    @Test
    void opensAgainWithTheFirstProbeThatFails() {
        opens();
        pass(OPEN_MS);
        attempts(2, AttemptEnd.ANSWERED);
        attempts(1, AttemptEnd.FAILED);
        expects(State.OPEN);
        assertEquals(2, breaker.openings());
    }

    @Test
    void takesASlowProbeForAFailedOne() {
        breaker = breaker(POLICY.withLatency(new Latency(0.9, 100)));
        opens();
        pass(OPEN_MS);
        attempts(1, AttemptEnd.ANSWERED, 101);
        expects(State.OPEN);
    }

    @Test
    void pausesTwiceAsLongEachTimeUpToTenTimes() {
        opens();
        final int[] expected = {1, 2, 4, 8, 10, 10};
        for (int units : expected) {
            assertEquals(units * OPEN_MS * 1_000_000L, breaker.pauseNs(clock.nowNs()));
            pass(units * OPEN_MS - 1);
            expects(State.OPEN);
            pass(1);
            expects(State.HALF_OPEN);
            attempts(1, AttemptEnd.FAILED);
        }
    }

    @Test
    void pausesLongerWhenItOpensSoonAfterItHasClosedAndElseNot() {
        opens();
        pass(OPEN_MS);
        attempts(PROBES, AttemptEnd.ANSWERED);
        pass(WINDOW_MS);
        opens();
        assertEquals(2 * OPEN_MS * 1_000_000L, breaker.pauseNs(clock.nowNs()));
        pass(2 * OPEN_MS);
        attempts(PROBES, AttemptEnd.ANSWERED);
        pass(WINDOW_MS + 1);
        opens();
        assertEquals(OPEN_MS * 1_000_000L, breaker.pauseNs(clock.nowNs()));
    }

    @Test
    void isToldNothingByAttemptsOfAnEarlierState() {
        final int old = breaker.start();
        opens();
        pass(OPEN_MS);
        breaker.end(old, AttemptEnd.FAILED, 0, clock.nowNs());
        expects(State.HALF_OPEN);
        attempts(PROBES, AttemptEnd.ANSWERED);
        breaker.end(old, AttemptEnd.FAILED, 0, clock.nowNs());
        expects(State.CLOSED);
    }

    @Test
    void letsAnotherProbeThroughForOneThatHasShownNothing() {
        opens();
        pass(OPEN_MS);
        attempts(2, AttemptEnd.ANSWERED);
        final int before = changes;
        final int last = breaker.start();
        assertFalse(breaker.admits());
        breaker.end(last, AttemptEnd.ABANDONED, 0, clock.nowNs());
        assertTrue(breaker.admits());
        assertEquals(before + 2, changes, "who picks is told both times");
        attempts(1, AttemptEnd.ANSWERED);
        expects(State.CLOSED);
    }

    /** In shadow mode nobody asks whether an attempt is admitted. */
    @Test
    void countsAttemptsThatItWouldNotHaveAdmittedAndIsToldNothingByThem() {
        opens();
        assertEquals(0, shadowed);
        attempts(7, AttemptEnd.FAILED);
        assertEquals(7, shadowed);
        pass(OPEN_MS);
        final int[] tickets = new int[PROBES + 2];
        for (int i = 0; i < tickets.length; i++) {
            tickets[i] = breaker.start();
        }
        assertEquals(7 + 2, shadowed);
        for (int i = tickets.length - 1; i >= 0; i--) {
            breaker.end(tickets[i], i < PROBES ? AttemptEnd.ANSWERED : AttemptEnd.FAILED, 0, clock.nowNs());
        }
        expects(State.CLOSED);
    }
}
