package weir.control;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import weir.snapshot.Snapshot;
import weir.snapshot.SnapshotPort;

/**
 * Publishes a new snapshot: first to all loops, then to the probe loop, which sends loops the state of backends that
 * they know, and last to readers of {@link #current}. Thread: {@link #publish} by one at a time; the rest by any.
 */
public final class Publisher {
    private static final long LOOK_AGAIN_NS = 200_000;

    private final List<SnapshotPort> loops;
    private final SnapshotPort probe;
    private volatile Snapshot current;

    public Publisher(Snapshot first, List<? extends SnapshotPort> loops, SnapshotPort probe) {
        current = first;
        this.loops = List.copyOf(loops);
        this.probe = probe;
    }

    /** The snapshot in use. */
    public Snapshot current() {
        return current;
    }

    /**
     * Returns when all use it, however long that takes: a change that is half done is no state to continue from.
     *
     * @throws InterruptedException Weir stops
     */
    public void publish(Snapshot next) throws InterruptedException {
        for (SnapshotPort loop : loops) {
            offer(loop, next);
        }
        for (SnapshotPort loop : loops) {
            await(loop, next);
        }
        offer(probe, next);
        await(probe, next);
        current = next;
    }

    private static void offer(SnapshotPort port, Snapshot next) throws InterruptedException {
        while (!port.offer(next)) {
            pause();
        }
    }

    private static void await(SnapshotPort port, Snapshot next) throws InterruptedException {
        while (port.generation() < next.generation()) {
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(LOOK_AGAIN_NS);
    }
}
