package weir.bench.sim;

/**
 * What one backend has to do for one attempt. Outlives the request when that has not waited for it. Reused. Thread: the
 * simulation's.
 */
final class Job {
    /** Where it is found by an event. */
    final int slot;

    /** Null when nobody waits for it. */
    Request request;

    int station;
    double workNs;
    boolean isFailing;
    /** Its backend has died meanwhile. */
    boolean isDead;
    /** The one behind it in the queue; null at the end. */
    Job next;
    /** Counts its uses, so that a deadline knows its own. */
    int use;

    Job(int slot) {
        this.slot = slot;
    }
}
