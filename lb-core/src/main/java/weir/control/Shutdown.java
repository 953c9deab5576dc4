package weir.control;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import weir.snapshot.LoopPort;
import weir.time.Clock;

/** An orderly end: no new clients, running exchanges finish, up to a deadline. Thread: the one that stops; it waits. */
public final class Shutdown {
    private static final long LOOK_AGAIN_NS = 5_000_000;
    /**
     * A client that is idle now may have its next request on the way, and has this long to send it. Most of those that
     * send any do so within a few seconds; browsers that keep a connection for nothing would else hold every stop to
     * its end.
     */
    private static final int IDLE_MS_MAX = 5_000;

    private final List<LoopPort> ports;
    private final Clock clock;

    public Shutdown(List<LoopPort> ports, Clock clock) {
        this.ports = List.copyOf(ports);
        this.clock = clock;
    }

    /**
     * Tells all loops to drain and waits until no client is left.
     *
     * @return clients still connected when the time was up
     */
    public int drain(int withinMs) {
        final long deadlineNs = clock.nowNs() + withinMs * 1_000_000L;
        for (LoopPort port : ports) {
            while (!port.drain(idleMs(withinMs), withinMs) && clock.nowNs() - deadlineNs < 0) {
                LockSupport.parkNanos(LOOK_AGAIN_NS);
            }
        }
        while (!isOver() && clock.nowNs() - deadlineNs < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        return clientCount();
    }

    /** A loop that has not begun to drain may yet find clients in the kernel's queue. */
    private boolean isOver() {
        return ports.stream().allMatch(LoopPort::isDraining) && clientCount() == 0;
    }

    /** At most half of the time, so that what comes last can still be served. */
    private static int idleMs(int withinMs) {
        return Math.min(IDLE_MS_MAX, withinMs / 2);
    }

    private int clientCount() {
        return ports.stream().mapToInt(LoopPort::clientCount).sum();
    }
}
