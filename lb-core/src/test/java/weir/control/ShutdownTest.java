package weir.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.LoopPort;
import weir.testkit.ManualClock;

class ShutdownTest {
    private final ManualClock clock = new ManualClock();

    /** Each question costs 100 ms of the manual clock; one client leaves with each. */
    private final class Port implements LoopPort {
        private int clients;
        private int refusals;
        private int drains;
        /** Looks until the loop does what it was told. */
        private int busyLooks;
        /** In the kernel's queue, where the loop finds them when it begins to drain. */
        private int queued;

        Port(int clients, int refusals) {
            this.clients = clients;
            this.refusals = refusals;
        }

        @Override
        public boolean offer(BackendState state) {
            throw new AssertionError("not asked for");
        }

        @Override
        public boolean drain(int idleMs, int withinMs) {
            clock.advanceMs(100);
            drains++;
            return refusals-- <= 0;
        }

        @Override
        public boolean isDraining() {
            if (busyLooks-- > 0) {
                return false;
            }
            clients += queued;
            queued = 0;
            return true;
        }

        @Override
        public boolean explain(ExplainRequest request, Consumer<Explanation> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int clientCount() {
            clock.advanceMs(100);
            return clients > 0 ? clients-- : 0;
        }
    }

    @Test
    void waitsUntilTheLastClientHasLeft() {
        final Port one = new Port(3, 0);
        final Port two = new Port(5, 0);
        assertEquals(0, new Shutdown(List.of(one, two), clock).drain(60_000));
        assertEquals(1, one.drains);
        assertEquals(1, two.drains);
    }

    /** Until then it has none. */
    @Test
    void waitsForALoopThatHasNotBegunToDrain() {
        final Port port = new Port(0, 0);
        port.queued = 3;
        port.busyLooks = 5;
        assertEquals(0, new Shutdown(List.of(port), clock).drain(60_000));
        assertTrue(port.busyLooks < 0);
        assertEquals(0, port.queued, "they were taken in");
        assertEquals(0, port.clients, "each was waited for");
    }

    @Test
    void tellsALoopAgainWhoseMailboxWasFull() {
        final Port port = new Port(0, 3);
        assertEquals(0, new Shutdown(List.of(port), clock).drain(60_000));
        assertEquals(4, port.drains);
    }

    @Test
    void givesUpWhenTheTimeIsUpAndSaysHowManyAreLeft() {
        final int left = new Shutdown(List.of(new Port(100, 0)), clock).drain(1_000);
        assertTrue(left > 80 && left < 100, left + " left");
    }

    @Test
    void givesUpOnALoopThatTakesNoCommand() {
        final Port port = new Port(0, Integer.MAX_VALUE);
        new Shutdown(List.of(port), clock).drain(500);
        assertEquals(5, port.drains);
    }

    @Test
    void doesNotWaitWhenItMayNot() {
        assertEquals(6, new Shutdown(List.of(new Port(7, 0)), clock).drain(0));
    }
}
