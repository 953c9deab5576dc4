package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.stats.Counter;

class LiveRuntimeViewTest {
    /** These have a metric of their own, or are sums of what has one. */
    private static final Set<Counter> ELSEWHERE = EnumSet.of(
            Counter.CONNECTIONS_ACCEPTED,
            Counter.CONNECTIONS_CLOSED,
            Counter.ACCEPT_PAUSES,
            Counter.IDLE_EVICTIONS,
            Counter.REQUESTS,
            Counter.SERVED,
            Counter.FAILED,
            Counter.REFUSED,
            Counter.RETRIES,
            Counter.UPSTREAM_CONNECTS,
            Counter.UPSTREAM_CONNECT_FAILURES,
            Counter.UPSTREAM_REUSES,
            Counter.BUFFER_WAITS,
            Counter.STALLS,
            Counter.FAULTS,
            Counter.QUEUE_OVERFLOWS,
            Counter.LOG_DROPS,
            Counter.WAKEUPS,
            Counter.TURNS);

    @Test
    void tellsOfEveryCounterOnce() {
        final Set<Counter> told = EnumSet.copyOf(ELSEWHERE);
        told.addAll(LiveRuntimeView.EVENTS);
        assertEquals(EnumSet.allOf(Counter.class), told);
        assertEquals(Counter.values().length, ELSEWHERE.size() + LiveRuntimeView.EVENTS.size());
    }
}
