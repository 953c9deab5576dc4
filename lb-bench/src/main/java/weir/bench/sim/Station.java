package weir.bench.sim;

/**
 * A backend as queueing theory sees it: some workers, and one queue in front of them, first come, first served. Thread:
 * the simulation's.
 */
final class Station {
    private final int workers;
    private Job first;
    private Job last;
    private int waiting;
    private int busy;

    /** Factor of each service time, taken when the service begins. */
    double slowness = 1;

    boolean isFailing;
    boolean isDown;

    Station(int workers) {
        this.workers = workers;
    }

    /** Waiting and in service. */
    int length() {
        return waiting + busy;
    }

    /** @return whether a worker takes it at once; else it waits */
    boolean accept(Job job) {
        if (busy < workers) {
            busy++;
            return true;
        }
        job.next = null;
        if (first == null) {
            first = job;
        } else {
            last.next = job;
        }
        last = job;
        waiting++;
        return false;
    }

    /**
     * A worker is done.
     *
     * @return what it takes up next; null when nothing waits
     */
    Job release() {
        final Job next = first;
        if (next == null) {
            busy--;
        } else {
            first = next.next;
            waiting--;
        }
        return next;
    }

    /**
     * Forgets all that it has.
     *
     * @return the first that has waited, with the others behind it; null when there was none
     */
    Job clear() {
        final Job waited = first;
        first = null;
        last = null;
        waiting = 0;
        busy = 0;
        return waited;
    }
}
