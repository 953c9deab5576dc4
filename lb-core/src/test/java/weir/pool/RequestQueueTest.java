package weir.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.balance.Algorithm;
import weir.balance.PickContext;
import weir.buf.BufferPool;
import weir.exchange.LoopView;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.QueueLimits;
import weir.model.RetryPolicy;
import weir.net.EventLoop;
import weir.snapshot.Permits;
import weir.snapshot.Snapshot;
import weir.stats.Counters;
import weir.stats.OutcomeRing;
import weir.testkit.ManualClock;
import weir.testkit.QuietNetwork;

/** The lines of two loops before one backend that takes two exchanges; loops and time are turned by hand. */
class RequestQueueTest {
    private static final int LIMIT = 2;

    private final Stickiness sticky = new Stickiness(new Counters());
    private final ManualClock clock = new ManualClock();
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<PoolView> pools = new ArrayList<>();
    private final List<String> served = new ArrayList<>();
    private final Permits permits;

    /** Notes that it was served. */
    private final class Guest extends RequestQueue.Waiter {
        private final PoolView pool;
        private final String name;
        private final PickContext context = new PickContext();

        Guest(int loop, String name) {
            this.pool = pools.get(loop);
            this.name = name;
        }

        boolean joins() {
            return pool.admission().queue().join(this, context, sticky, false);
        }

        @Override
        protected void onRoom(int backend) {
            served.add(name);
        }

        @Override
        protected void onNoBackend() {
            served.add("nobody for " + name);
        }

        @Override
        protected void onPickerFault() {
            served.add("picker fault for " + name);
        }

        @Override
        protected void onFault() {
            served.add("fault of " + name);
        }
    }

    RequestQueueTest() {
        final Pool pool = new Pool(
                        "app",
                        Algorithm.ROUND_ROBIN,
                        null,
                        List.of(new Backend("b", new InetSocketAddress(1), 1, LIMIT)),
                        HealthCheck.DEFAULTS,
                        PoolTimeouts.DEFAULTS,
                        KeepAlive.DEFAULTS,
                        RetryPolicy.DEFAULTS)
                .withQueue(new QueueLimits(3, 1_000));
        final Snapshot snapshot = Snapshot.of(new Configuration(2, 0, 0, List.of(), List.of(pool)), 1);
        permits = snapshot.pool(0).permits();
        for (int i = 0; i < 2; i++) {
            final EventLoop loop = new EventLoop(
                    "loop-" + i, clock, new QuietNetwork(), new BufferPool(64, 1), new Counters(), problem -> {});
            loops.add(loop);
            pools.add(new LoopView(loop, snapshot, i, new OutcomeRing(16), () -> {}).pool(0));
        }
    }

    private int pick(int loop) {
        return pools.get(loop).admission().pick(new PickContext(), sticky, false);
    }

    /** Both take what is to be had; the first loop gets it. */
    private void fill() {
        assertEquals(0, pick(0));
        assertEquals(0, pick(0));
        assertEquals(Admission.FULL, pick(1));
    }

    /** A turn of a loop without mail would wait. */
    private void turn(int loop) {
        loops.get(loop).post(() -> {});
        loops.get(loop).turn();
    }

    @Test
    void findsWhatBecameFreeJustBeforeItWasSeenToWait() {
        fill();
        pools.get(0).admission().give(0); // nobody waits yet
        assertTrue(new Guest(1, "late").joins());
        assertEquals(List.of("late"), served);
        assertEquals(0, permits.waiting());
    }

    @Test
    void isServedInItsOwnTurnWhenAnotherLoopFreesAPermit() {
        fill();
        final Guest guest = new Guest(1, "guest");
        assertTrue(guest.joins());
        pools.get(0).admission().give(0);
        assertTrue(guest.isWaiting());
        turn(1);
        assertEquals(List.of("guest"), served);
    }

    @Test
    void countsThoseWhoWaitOverBothLoops() {
        fill();
        assertTrue(new Guest(0, "a").joins());
        assertTrue(new Guest(1, "b").joins());
        assertTrue(new Guest(1, "c").joins());
        assertFalse(new Guest(0, "d").joins());
        assertEquals(3, permits.waiting());
    }

    @Test
    void servesTheOneInTheMiddleNotAfterItHasLeft() {
        fill();
        final List<Guest> guests = List.of(new Guest(0, "a"), new Guest(0, "b"), new Guest(0, "c"));
        guests.forEach(Guest::joins);
        guests.get(1).leaveQueue();
        guests.get(1).leaveQueue();
        assertEquals(2, permits.waiting());
        pools.get(0).admission().give(0);
        pools.get(0).admission().give(0);
        turn(0);
        assertEquals(List.of("a", "c"), served);
        assertEquals(0, permits.waiting());
    }

    @Test
    void waitingTwiceIsABug() {
        fill();
        final Guest guest = new Guest(0, "guest");
        guest.joins();
        assertThrows(AssertionError.class, guest::joins);
    }
}
