package weir.pool;

import java.util.SplittableRandom;
import weir.balance.GuardedPicker;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.model.ExchangeEnd;
import weir.net.EventLoop;
import weir.stats.Counter;
import weir.stats.Counters;

/**
 * The way to a backend: takes the pool of the route, or what stands in for it, picks, waits in line while all are full,
 * and picks again after a failure, at once or after a wait. What may be sent twice is for the protocol of its
 * {@link SelectionListener} to say.
 *
 * <pre>
 *   seek --> pick --> {@link SelectionListener#onBackend}, or {@link SelectionListener#onNoBackend}
 *             ^  '--all are full--> in line --^      '--failed--> {@link #triesAgain}
 *             '---------------------at once, or after a wait-----------'
 * </pre>
 *
 * <p>Reused from exchange to exchange. Thread: owning loop only.
 */
public final class BackendSelector {
    private final EventLoop loop;
    private final Counters counters;
    private final PickContext tried = new PickContext();
    private final Stickiness sticky;
    private final Retries retries;
    private final PickTrace trace = new PickTrace();
    /** Null before it first waits in line: most never do, and requests in flight are many. */
    private QueueEntry entry;

    private SelectionListener listener;
    /** Null before it is known. */
    private PoolView pool;
    /** How the last attempt ended; {@code NO_BACKEND} when its response was given up, null before the first has. */
    private ExchangeEnd lastEnd;
    /** The next attempt waits, on the listener's timer. */
    private boolean isBackingOff;
    /**
     * Where it goes after the wait, as the client's own connection there rests; {@link Picker#NONE} = the pool is
     * asked.
     */
    private int boundTo = Picker.NONE;
    /** The next attempt wants a new connection. */
    private boolean isFresh;

    private int retryCount;
    /** It was not the route's own pool that had to do with it. */
    private boolean isFallback;

    /** @param random the loop's */
    public BackendSelector(EventLoop loop, SplittableRandom random) {
        this.loop = loop;
        counters = loop.counters();
        sticky = new Stickiness(counters);
        retries = new Retries(counters, random);
    }

    /** Forgets the search before. */
    public void reset(SelectionListener forSeeker) {
        listener = forSeeker;
        pool = null;
        lastEnd = null;
        isBackingOff = false;
        boundTo = Picker.NONE;
        retryCount = 0;
        isFallback = false;
        tried.reset();
        trace.reset();
    }

    /**
     * The route is known. While its pool can neither take anybody now nor let them wait, the one that stands in for it
     * is searched, and so on; the last one even if it cannot either. Decided once, before anything is rewritten for a
     * pool's backends: what one of them was tried with stays there.
     *
     * @param route null when it has nothing of its own
     */
    public void begin(PoolView ofRoute, RouteRules route) {
        pool = ofRoute;
        while (pool.passesOn(tried, listener)) {
            noteFallback();
            pool = pool.fallback();
        }
        retries.begin(pool, route, loop.nowNs());
        if (pool.key() != null) {
            tried.setKey(listener.hash(pool.key()));
        }
        sticky.begin(pool);
        if (sticky.key() != null) {
            sticky.onKey(listener.hash(sticky.key()));
        }
    }

    private void noteFallback() {
        if (!isFallback) {
            isFallback = true;
            counters.add(Counter.FALLBACKS);
        }
    }

    /** What the user wants said instead when the search, or what it was for, ends so; null = nothing. */
    public CustomReply textFor(ExchangeEnd end) {
        final CustomReply text = pool == null ? null : pool.refusal().text(end);
        if (text != null) {
            noteFallback();
        }
        return text;
    }

    /** Each pick is explained. After {@link #begin}. */
    public void explain() {
        trace.begin(pool);
    }

    /** Goes on until there is a backend, or none can be had. */
    public void seek() {
        seek(false);
    }

    /**
     * The client has a connection of its own to that backend: there, if it takes the request; else as {@link #seek}.
     *
     * @param restNs until the connection may be used
     */
    public void seekAt(int backend, long restNs) {
        if (restNs > 0) {
            isBackingOff = true;
            boundTo = backend;
            listener.setTimer((int) (restNs / 1_000_000) + 1);
        } else if (pool.admission().takesAt(backend)) {
            isFresh = false;
            listener.onBackend(backend, false);
        } else {
            seek();
        }
    }

    private void seek(boolean fresh) {
        isFresh = fresh;
        final boolean isAgain = lastEnd != null;
        final int backend = trace.isOn()
                ? trace.pick(tried, sticky, isAgain)
                : pool.admission().pick(tried, sticky, isAgain);
        if (backend == Admission.FULL) {
            await();
        } else if (backend == GuardedPicker.FAULT) {
            listener.onNoBackend(ExchangeEnd.PICKER_FAULT);
        } else if (backend == Picker.NONE) {
            listener.onNoBackend(endWithout());
        } else {
            listener.onBackend(backend, fresh);
        }
    }

    /** None is left to be tried, or to wait for. */
    ExchangeEnd endWithout() {
        return lastEnd == null ? pool.whyNoneIsUsable() : lastEnd;
    }

    /**
     * A backend that the client goes to by itself; whether there is room does not matter, and no {@link Attempt}
     * follows. {@link Picker#NONE} after the listener was notified that there is none.
     */
    public int pickForReferral() {
        final int backend = pool.picker().pick(tried, sticky);
        if (backend == GuardedPicker.FAULT) {
            listener.onNoBackend(ExchangeEnd.PICKER_FAULT);
        } else if (backend == Picker.NONE) {
            listener.onNoBackend(endWithout());
        }
        return Math.max(backend, Picker.NONE);
    }

    // --- after a failure

    /**
     * An attempt has failed. Another one follows, if the pool allows it and has where to.
     *
     * @return false when it does not; the search is over then
     */
    public boolean triesAgain(int failedBackend, ExchangeEnd end) {
        if (!retries.isOn(end) || !retries.forgive(end) && !takesUntried(failedBackend)) {
            return false;
        }
        tryAgain(failedBackend, end);
        return true;
    }

    /** True when there is another backend, be it one to wait for, and an attempt for it, which is then paid for. */
    private boolean takesUntried(int failedBackend) {
        tried.addTried(failedBackend);
        return pool.picker().hasUntried(tried) && retries.take(loop.nowNs());
    }

    /** A response with that status is worth another attempt. A comparison where none is. */
    public boolean isWorthAnother(int status) {
        return retries.isOn(status);
    }

    /**
     * As {@link #takesUntried} with a response at hand, which is worth more than a place in the line.
     * {@link #tryInstead} must follow.
     */
    public boolean reserveAlternative(int backend) {
        tried.addTried(backend);
        return pool.admission().canPickNow(tried) && retries.take(loop.nowNs());
    }

    /** The response of that backend is given up. */
    public void tryInstead(int backend) {
        tryAgain(backend, ExchangeEnd.NO_BACKEND); // which is so only when the other one goes within a wait
    }

    private void tryAgain(int failedBackend, ExchangeEnd end) {
        counters.add(Counter.RETRIES);
        pool.onRetry(failedBackend);
        retryCount++;
        lastEnd = end;
        listener.onRetry();
        final int waitMs = retries.waitMs();
        if (waitMs == 0) {
            seek(retries.isForgiven());
        } else {
            isBackingOff = true;
            listener.setTimer(waitMs);
        }
    }

    // --- pauses

    /** It waits, in line or before another attempt. */
    public boolean isPaused() {
        return isBackingOff || isInLine();
    }

    /** The listener's timer, while {@link #isPaused}. */
    public void onTimer() {
        if (!isBackingOff) {
            listener.onNoBackend(ExchangeEnd.QUEUE_TIMEOUT);
            return;
        }
        final int backend = boundTo;
        isBackingOff = false;
        boundTo = Picker.NONE;
        if (backend == Picker.NONE) {
            seek(false);
        } else {
            seekAt(backend, 0);
        }
    }

    private boolean isInLine() {
        return entry != null && entry.isWaiting();
    }

    /** Waits in line, where the end of the client must be noticed. */
    private void await() {
        if (entry == null) {
            entry = new QueueEntry(this);
        }
        listener.setTimer(pool.pool().queue().timeoutMs());
        listener.onWait();
        if (pool.admission().queue().join(entry, tried, sticky, lastEnd != null)) {
            counters.add(Counter.QUEUED);
            return;
        }
        onWaitOver(listener);
        listener.onNoBackend(lastEnd == null || lastEnd == ExchangeEnd.NO_BACKEND ? ExchangeEnd.QUEUE_FULL : lastEnd);
    }

    static void onWaitOver(SelectionListener of) {
        of.clearTimer();
        of.onWaitOver();
    }

    /** What the search was for ends so. Gives up the place in the line, if there is one. */
    public void end(ExchangeEnd end) {
        isBackingOff = false;
        if (isInLine()) {
            entry.leaveQueue();
            onWaitOver(listener);
            if (end == ExchangeEnd.CLIENT_GONE) {
                counters.add(Counter.QUEUE_ABANDONED);
            }
        }
    }

    /** Lets go of everything. */
    public void release() {
        isBackingOff = false;
        if (entry != null) {
            entry.leaveQueue();
        }
        pool = null;
        listener = null;
    }

    /** Where it searches; null before {@link #begin}. */
    public PoolView pool() {
        return pool;
    }

    public PickContext context() {
        return tried;
    }

    public Stickiness sticky() {
        return sticky;
    }

    /** Another pool than that of the route was searched, or the user has something said instead. */
    public boolean isFallback() {
        return isFallback;
    }

    /** Further tries so far. */
    public int retryCount() {
        return retryCount;
    }

    /** Tells the client why its backend was picked; null = it has not asked, or none was. */
    public byte[] explainLine() {
        return trace.line();
    }

    // --- for its place in the line

    /** Null once this has let go of everything. */
    SelectionListener listener() {
        return listener;
    }

    /** That backend has room for {@code served}, which may have let go of this search when the call returns. */
    void onRoom(SelectionListener served, int backend) {
        trace.onRoom(backend);
        served.onBackend(backend, isFresh);
    }
}
