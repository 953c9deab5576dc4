package weir.bench.origin;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import weir.bench.wire.DueQueue;
import weir.bench.words.Draw;

/**
 * A server with some places and a queue before them: what is called G/G/c. Knows no sockets and no clock.
 *
 * <p>A place that becomes free is taken at the moment it was due, not when that was noticed, so that a late loop does
 * not make the service slower than planned. Times are since the origin's start. Thread: the origin's loop only.
 */
final class Service<T> {
    private final Draw delay;
    private final Freeze freeze;
    private final int places;
    private final RandomGenerator random;
    private final DueQueue<T> inService = new DueQueue<>();
    private final Queue<T> waiting = new ArrayDeque<>();

    Service(Draw delay, Freeze freeze, int places, RandomGenerator random) {
        this.delay = delay;
        this.freeze = freeze;
        this.places = places;
        this.random = random;
    }

    void arrive(T request, long nowNs) {
        if (inService.count() < places) {
            begin(request, nowNs);
        } else {
            waiting.add(request);
        }
    }

    /** One that is due by now, or null. */
    T tryFinish(long nowNs) {
        final long dueNs = inService.nextDueNs();
        if (dueNs > nowNs) {
            return null;
        }
        final T done = inService.remove();
        if (!waiting.isEmpty()) {
            begin(waiting.remove(), dueNs);
        }
        return done;
    }

    /** {@link DueQueue#NEVER_NS} when nothing is in service. */
    long nextDueNs() {
        return inService.nextDueNs();
    }

    int inServiceCount() {
        return inService.count();
    }

    int waitingCount() {
        return waiting.size();
    }

    private void begin(T request, long startNs) {
        inService.add(request, freeze.releaseNs(startNs + (long) delay.next(random)));
    }
}
