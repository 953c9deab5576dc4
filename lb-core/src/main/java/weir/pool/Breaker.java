package weir.pool;

import weir.balance.AttemptEnd;
import weir.model.BreakerPolicy;
import weir.stats.SlidingCounts;

/**
 * Leaves a backend or a pool alone for a while when too many attempts on it have failed, or were too slow.
 *
 * <pre>
 *            too many of the window                 the pause is over
 *   CLOSED ------------------------> OPEN --------------------------> HALF_OPEN
 *     ^                               ^                                |     |
 *     |                               '------- a probe fails ----------'     |
 *     '---------------------------- all probes succeed ----------------------'
 * </pre>
 *
 * <p>Each pause is twice as long as the one before, up to {@link #PAUSES_MAX} times the first. It is the first again
 * when the breaker was closed for longer than its window.
 *
 * <p>That a quantile of the times is above a limit means that more than the rest of them is, so slow attempts are
 * counted like failed ones and no histogram is needed.
 *
 * <p>Each loop has its own and knows what it has seen itself. Thread: owning loop only, except where a method says
 * otherwise. An attempt costs a few additions and comparisons, and no allocation.
 */
public final class Breaker {
    /** What it does at the moment. */
    public enum State {
        CLOSED("closed"),
        OPEN("open"),
        /** Lets a few probes through. */
        HALF_OPEN("half-open");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Told when {@link #state} or {@link #admits} has changed. */
    public interface Watcher {
        void onChange(Breaker breaker);

        /** An attempt began although the breaker does not admit it; in shadow mode only. */
        void onShadowed();
    }

    /** Longest pause in units of the first. */
    static final int PAUSES_MAX = 10;

    private static final int NO_TICKET = 0;
    private static final int REQUESTS = 0;
    private static final int FAILURES = 1;
    private static final int SLOW = 2;
    private static final int KINDS = 3;
    /** What rounding may have added to a product that is a whole number. */
    private static final double ROUNDING = 1e-9;

    private final BreakerPolicy policy;
    private final Watcher watcher;
    private final SlidingCounts lately;
    private final long windowNs;
    private final long slowNs;
    private final double slowShare;
    /** Written by the owning loop with each change, read by any thread. */
    private volatile State state = State.CLOSED;

    private volatile int openings;
    /** Counts the changes of state. An attempt keeps the number under which it began, and is no news under another. */
    private int ticket = NO_TICKET + 1;

    private int probesBegun;
    private int probesWell;
    /** Pauses in a row. */
    private int pauses;

    private long closedSinceNs;
    private long pauseEndNs;

    public Breaker(BreakerPolicy policy, long nowNs, Watcher watcher) {
        this.policy = policy;
        this.watcher = watcher;
        windowNs = policy.windowMs() * 1_000_000L;
        lately = new SlidingCounts(KINDS, windowNs, nowNs);
        final BreakerPolicy.Latency latency = policy.latency();
        slowNs = latency == null ? Long.MAX_VALUE : latency.aboveMs() * 1_000_000L;
        slowShare = latency == null ? 1 : 1 - latency.quantile();
        closedSinceNs = nowNs;
    }

    /** Any thread. */
    public State state() {
        return state;
    }

    /** How often it has opened so far. Any thread. */
    public int openings() {
        return openings;
    }

    /** An attempt may begin now. Asking changes nothing. */
    public boolean admits() {
        return state == State.CLOSED || state == State.HALF_OPEN && probesBegun < policy.probes();
    }

    /** An attempt begins. Its end is reported with what this returns. */
    public int start() {
        if (state == State.CLOSED) {
            return ticket;
        }
        if (!admits()) {
            watcher.onShadowed();
            return NO_TICKET;
        }
        if (++probesBegun == policy.probes()) {
            watcher.onChange(this);
        }
        return ticket;
    }

    /**
     * @param latencyNs from when the request was sent until the head of the response was there, or the attempt was
     *     over; 0 = it was not sent
     */
    public void end(int begunWith, AttemptEnd end, long latencyNs, long nowNs) {
        if (begunWith != ticket) {
            return;
        }
        final boolean isSlow = latencyNs > slowNs;
        if (end == AttemptEnd.UNKNOWN || end == AttemptEnd.ABANDONED && !isSlow) {
            giveBack();
        } else if (state == State.CLOSED) {
            count(end == AttemptEnd.FAILED, isSlow, nowNs);
        } else {
            endProbe(end == AttemptEnd.FAILED || isSlow, nowNs);
        }
    }

    private void count(boolean isFailure, boolean isSlow, long nowNs) {
        lately.add(REQUESTS, nowNs);
        if (isFailure) {
            lately.add(FAILURES, nowNs);
        }
        if (isSlow) {
            lately.add(SLOW, nowNs);
        }
        if (isTooMuch(nowNs)) {
            if (nowNs - closedSinceNs > windowNs) {
                pauses = 0;
            }
            open(nowNs);
        }
    }

    private boolean isTooMuch(long nowNs) {
        final int requests = lately.total(REQUESTS, nowNs);
        return requests >= policy.requestsMin()
                && (lately.total(FAILURES, nowNs) >= policy.failures() * requests - ROUNDING
                        || lately.total(SLOW, nowNs) > slowShare * requests + ROUNDING);
    }

    private void open(long nowNs) {
        pauseEndNs = nowNs + policy.openMs() * 1_000_000L * Math.min(1L << Math.min(pauses, 30), PAUSES_MAX);
        pauses++;
        openings = openings + 1;
        become(State.OPEN);
    }

    /** An attempt that has shown nothing: another one may be the probe. */
    private void giveBack() {
        if (state == State.HALF_OPEN && probesBegun-- == policy.probes()) {
            watcher.onChange(this);
        }
    }

    private void endProbe(boolean hasFailed, long nowNs) {
        if (hasFailed) {
            open(nowNs);
        } else if (++probesWell == policy.probes()) {
            closedSinceNs = nowNs;
            become(State.CLOSED);
        }
    }

    /** The pause is over if it is. */
    public void onTime(long nowNs) {
        if (state == State.OPEN && pauseEndNs - nowNs <= 0) {
            become(State.HALF_OPEN);
        }
    }

    private void become(State next) {
        assert next != state : state;
        state = next;
        ticket++;
        probesBegun = 0;
        probesWell = 0;
        lately.clear();
        watcher.onChange(this);
    }

    /** Until the end of the pause; 0 when there is none. */
    public long pauseNs(long nowNs) {
        return state == State.OPEN ? Math.max(0, pauseEndNs - nowNs) : 0;
    }
}
