package weir.bench.sim;

import java.util.Arrays;

/**
 * When Weir has waited long enough for an answer. All attempts have the same time, so a ring in order of their starts
 * will do, and the event queue holds but one deadline at a time: a million attempts in 30 s would make it slow. Thread:
 * the simulation's.
 */
final class Deadlines {
    private static final int CAPACITY = 1024;

    private final long timeoutNs;
    private Job[] jobs = new Job[CAPACITY];
    private int[] uses = new int[CAPACITY];
    private long[] times = new long[CAPACITY];
    private int head;
    private int count;

    Deadlines(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    void add(Job job, long nowNs) {
        if (count == jobs.length) {
            grow();
        }
        final int at = head + count & jobs.length - 1;
        jobs[at] = job;
        uses[at] = job.use;
        times[at] = nowNs + timeoutNs;
        count++;
    }

    /** Removes an attempt whose time is up and that still is under way; null when there is none. */
    Job expired(long nowNs) {
        while (count > 0) {
            final Job job = jobs[head];
            final boolean isPending = job.use == uses[head] && job.request != null;
            if (isPending && times[head] > nowNs) {
                return null;
            }
            head = head + 1 & jobs.length - 1;
            count--;
            if (isPending) {
                return job;
            }
        }
        return null;
    }

    /** {@link EventQueue#NEVER} when there is none. */
    long nextNs() {
        return count == 0 ? EventQueue.NEVER : times[head];
    }

    private void grow() {
        final int capacity = jobs.length;
        final Job[] oldJobs = jobs;
        final int[] oldUses = uses;
        final long[] oldTimes = times;
        jobs = Arrays.copyOf(oldJobs, 2 * capacity);
        uses = Arrays.copyOf(oldUses, 2 * capacity);
        times = Arrays.copyOf(oldTimes, 2 * capacity);
        for (int i = 0; i < count; i++) {
            final int from = head + i & capacity - 1;
            jobs[i] = oldJobs[from];
            uses[i] = oldUses[from];
            times[i] = oldTimes[from];
        }
        head = 0;
    }
}
