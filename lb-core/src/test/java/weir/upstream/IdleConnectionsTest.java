package weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import weir.buf.BufferPool;
import weir.net.EventLoop;
import weir.stats.Counters;
import weir.testkit.ManualClock;
import weir.testkit.QuietNetwork;

/** In which order unused connections are taken, and closed. */
class IdleConnectionsTest {
    private final ManualClock clock = new ManualClock();
    private final EventLoop loop =
            new EventLoop("loop-0", clock, new QuietNetwork(), new BufferPool(64, 1), new Counters(), problem -> {});
    private final IdleConnections unused = new IdleConnections();

    private UpstreamConnection connection() {
        return new UpstreamConnection(loop, null);
    }

    private UpstreamConnection pushed() {
        final UpstreamConnection connection = connection();
        unused.push(connection);
        return connection;
    }

    @Test
    void theFreshestIsTakenFirst() {
        final UpstreamConnection first = pushed();
        for (int i = 0; i < 5; i++) {
            pushed();
        }
        final UpstreamConnection last = pushed();
        assertSame(last, unused.takeAt(unused.last()));
        unused.remove(first);
        assertEquals(5, unused.count());
    }

    @Test
    void oneThatRestsIsTakenAfterThat() {
        final UpstreamConnection resting = connection();
        resting.restUntil(clock.nowNs() + 5);
        unused.rest(resting);
        unused.wake(clock.nowNs());
        assertEquals(IdleConnections.NONE, unused.last());
        assertEquals(1, unused.count());
        unused.wake(clock.nowNs() + 5);
        assertSame(resting, unused.takeAt(unused.last()));
    }

    @Test
    void aClientsOwnIsClosedWhenThereIsNoOther() {
        unused.tie(connection());
        pushed();
        assertTrue(unused.closeOldest());
        assertEquals(1, unused.tiedCount());
        assertTrue(unused.closeOldest());
        assertEquals(0, unused.tiedCount());
        assertFalse(unused.closeOldest());
    }

    @Test
    void allKindsAreClosedAtOnce() {
        pushed();
        unused.tie(connection());
        unused.rest(connection());
        unused.closeAll(connection -> true);
        assertEquals(0, unused.count() + unused.tiedCount());
    }
}
