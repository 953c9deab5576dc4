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
 * {@link Seeker} to say.
 *
 * <pre>
 *   seek --> pick --> {@link Seeker#onBackend}, or {@link Seeker#onNoBackend}
 *             ^  '--all are full--> in line --^      '--failed--> {@link #triesAgain}
 *             '---------------------at once, or after a wait-----------'
 * </pre>
 *
 * <p>Reused from exchange to exchange. Thread: owning loop only.
 */
public final class BackendSearch {
    private final EventLoop loop;
    private final Counters counters;
    private final PickContext tried = new PickContext();
    private final Stickiness sticky;
    private final Retries retries;
    private final ExplainedPick explained = new ExplainedPick();
    /** Null before it first waits in line: most never do, and requests in flight are many. */
    private SearchPlace place;

    private Seeker seeker;
    /** Null before it is known. */
    private PoolView pool;
    /** How the last attempt ended; {@code NO_BACKEND} when its response was given up, null before the first has. */
    private ExchangeEnd lastEnd;
    /** The next attempt waits, on the seeker's timer. */
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
    public BackendSearch(EventLoop loop, SplittableRandom random) {
        this.loop = loop;
        counters = loop.counters();
        sticky = new Stickiness(counters);
        retries = new Retries(counters, random);
    }

    /** Forgets the search before. */
    public void reset(Seeker forSeeker) {
        seeker = forSeeker;
        pool = null;
        lastEnd = null;
        isBackingOff = false;
        boundTo = Picker.NONE;
        retryCount = 0;
        isFallback = false;
        tried.reset();
        explained.reset();
    }

    /**
     * The route is known. While its pool can neither take anybody now nor let them wait, the one that stands in for it
     * is searched, and so on; the last one even if it cannot either. Decided once, before anything is rewritten for a
     * pool's backends: what one of them was tried with stays there.
     */
    public void begin(PoolView ofRoute) {
        pool = ofRoute;
        while (pool.passesOn(tried, seeker)) {
            noteFallback();
            pool = pool.fallback();
        }
        retries.begin(pool, loop.nowNs());
        if (pool.key() != null) {
            tried.setKey(seeker.hash(pool.key()));
        }
        sticky.begin(pool);
        if (sticky.key() != null) {
            sticky.onKey(seeker.hash(sticky.key()));
        }
    }

    private void noteFallback() {
        if (!isFallback) {
            isFallback = true;
            counters.add(Counter.FALLBACKS);
        }
    }

    /** What the user wants said instead when the search, or what it was for, ends so; null = nothing. */
    public OwnText textFor(ExchangeEnd end) {
        final OwnText text = pool == null ? null : pool.refusal().text(end);
        if (text != null) {
            noteFallback();
        }
        return text;
    }

    /** Each pick is explained. After {@link #begin}. */
    public void explain() {
        explained.begin(pool);
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
            seeker.setTimer((int) (restNs / 1_000_000) + 1);
        } else if (pool.admission().takesAt(backend)) {
            isFresh = false;
            seeker.onBackend(backend, false);
        } else {
            seek();
        }
    }

    private void seek(boolean fresh) {
        isFresh = fresh;
        final boolean isAgain = lastEnd != null;
        final int backend = explained.isOn()
                ? explained.pick(tried, sticky, isAgain)
                : pool.admission().pick(tried, sticky, isAgain);
        if (backend == Admission.FULL) {
            await();
        } else if (backend == GuardedPicker.FAULT) {
            seeker.onNoBackend(ExchangeEnd.PICKER_FAULT);
        } else if (backend == Picker.NONE) {
            seeker.onNoBackend(endWithout());
        } else {
            seeker.onBackend(backend, fresh);
        }
    }

    /** None is left to be tried, or to wait for. */
    ExchangeEnd endWithout() {
        return lastEnd == null ? pool.whyNoneIsUsable() : lastEnd;
    }

    /**
     * A backend that the client goes to by itself; whether there is room does not matter, and no {@link Attempt}
     * follows. {@link Picker#NONE} after the seeker was told that there is none.
     */
    public int pickForReferral() {
        final int backend = pool.picker().pick(tried, sticky);
        if (backend == GuardedPicker.FAULT) {
            seeker.onNoBackend(ExchangeEnd.PICKER_FAULT);
        } else if (backend == Picker.NONE) {
            seeker.onNoBackend(endWithout());
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
    public boolean takesRoomBeside(int backend) {
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
        seeker.onRetry();
        final int waitMs = retries.waitMs();
        if (waitMs == 0) {
            seek(retries.isForgiven());
        } else {
            isBackingOff = true;
            seeker.setTimer(waitMs);
        }
    }

    // --- pauses

    /** It waits, in line or before another attempt. */
    public boolean isPaused() {
        return isBackingOff || isInLine();
    }

    /** The seeker's timer, while {@link #isPaused}. */
    public void onTimer() {
        if (!isBackingOff) {
            seeker.onNoBackend(ExchangeEnd.QUEUE_TIMEOUT);
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
        return place != null && place.isWaiting();
    }

    /** Waits in line, where the end of the client must be noticed. */
    private void await() {
        if (place == null) {
            place = new SearchPlace(this);
        }
        seeker.setTimer(pool.pool().queue().timeoutMs());
        seeker.onWait();
        if (pool.admission().line().join(place, tried, sticky, lastEnd != null)) {
            counters.add(Counter.QUEUED);
            return;
        }
        onWaitOver(seeker);
        seeker.onNoBackend(lastEnd == null || lastEnd == ExchangeEnd.NO_BACKEND ? ExchangeEnd.QUEUE_FULL : lastEnd);
    }

    static void onWaitOver(Seeker of) {
        of.clearTimer();
        of.onWaitOver();
    }

    /** What the search was for ends so. Gives up the place in the line, if there is one. */
    public void end(ExchangeEnd end) {
        isBackingOff = false;
        if (isInLine()) {
            place.leaveLine();
            onWaitOver(seeker);
            if (end == ExchangeEnd.CLIENT_GONE) {
                counters.add(Counter.QUEUE_ABANDONED);
            }
        }
    }

    /** Lets go of everything. */
    public void release() {
        isBackingOff = false;
        if (place != null) {
            place.leaveLine();
        }
        pool = null;
        seeker = null;
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
        return explained.line();
    }

    // --- for its place in the line

    /** Null once this has let go of everything. */
    Seeker seeker() {
        return seeker;
    }

    /** That backend has room for {@code served}, which may have let go of this search when the call returns. */
    void onRoom(Seeker served, int backend) {
        explained.onRoom(backend);
        served.onBackend(backend, isFresh);
    }
}
