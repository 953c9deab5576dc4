package weir.pool;

import weir.balance.PickContext;
import weir.buf.Ascii;
import weir.http.Tolerance;
import weir.model.Backend;
import weir.model.ExchangeEnd;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.route.HashKey;
import weir.snapshot.BackendState;
import weir.snapshot.Explanation;
import weir.snapshot.Permits;
import weir.snapshot.Snapshot;
import weir.stats.BackendTally;
import weir.stats.OutcomeRing;

/**
 * One pool as one loop sees it: its facts, its {@link PoolPicker}, its {@link Admission}, and who learns from attempts.
 * Thread: owning loop only, except where a method says otherwise.
 */
public final class PoolView {
    private final EventLoop loop;
    private final int index;
    private Pool pool;
    private final PoolPicker picker;
    private final Admission admission;
    private final RetryTerms retryTerms;

    private final HashKey key;
    private final int accepted;
    private final byte[] nameBytes;
    private final UnavailableReply refusal;
    /** Null when nobody asks for them. */
    private final BackendTally[] tallies;
    /** Null when nobody wants to know. */
    private final OutcomeReporter reporter;
    /** Null when there is no other pool for what this one cannot take. */
    private PoolView fallback;

    /**
     * @param number of the loop
     * @param index of the pool in the snapshot
     * @param onOutcome wakes the probe loop
     */
    public PoolView(
            EventLoop loop, int number, Snapshot snapshot, int index, OutcomeRing outcomes, Runnable onOutcome) {
        this.loop = loop;
        this.index = index;
        pool = snapshot.pools().get(index);
        final boolean isChecked = pool.health().type() != HealthCheck.Type.NONE;
        reporter = isChecked
                ? new OutcomeReporter(
                        loop,
                        index,
                        pool.health().passive().failures(),
                        snapshot.pool(index).results().row(number),
                        outcomes,
                        onOutcome)
                : null;
        picker = new PoolPicker(loop, number, index, pool, snapshot.pool(index).loads(), this::onBreakerChange);
        admission = new Admission(
                loop,
                number,
                picker,
                pool.queue().lengthMax(),
                snapshot.pool(index).permits());
        retryTerms = new RetryTerms(
                pool.retry(),
                isRetriedByRoutes(snapshot),
                snapshot.configuration().loops(),
                loop.nowNs());
        key = pool.balance().key() == null ? null : new HashKey(pool.balance().key());
        accepted = Tolerance.bits(pool.dialect().accept());
        nameBytes = Ascii.bytes(pool.name());
        refusal = new UnavailableReply(pool, picker.availability());
        tallies = snapshot.configuration().admin().isOn() ? new BackendTally[pool.room()] : null;
        for (int i = 0; i < pool.backends().size(); i++) {
            openTally(i);
        }
    }

    private static boolean isRetriedByRoutes(Snapshot snapshot) {
        return snapshot.listeners().stream()
                .flatMap(listener -> listener.routes().stream())
                .anyMatch(route -> route.terms().retry() != null);
    }

    /** Begins anew with the backend of that index. */
    private void openTally(int backend) {
        if (tallies != null) {
            tallies[backend] = new BackendTally(ExchangeEnd.values().length);
        }
    }

    private void onBreakerChange() {
        admission.serveLater();
    }

    // --- facts

    /** Of the pool. */
    public int index() {
        return index;
    }

    public Pool pool() {
        return pool;
    }

    String loopName() {
        return loop.name();
    }

    /** For the access log. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    /** What of its backends' responses is put up with, as bits of {@link Tolerance}. */
    public int accepted() {
        return accepted;
    }

    /** What of a request must be hashed before the pick; null = nothing. */
    public HashKey key() {
        return key;
    }

    /** Null when clients stick to nobody. */
    StickyPool sticky() {
        return picker.sticky();
    }

    RetryTerms retryTerms() {
        return retryTerms;
    }

    // --- who takes a request

    PoolPicker picker() {
        return picker;
    }

    Admission admission() {
        return admission;
    }

    /**
     * Another pool shall have a new request, because this one can neither take it now nor let it wait. False when there
     * is no other: then the pick finds out.
     *
     * @param listener asked while no backend takes new clients: its own may stick to one that still takes it
     */
    boolean passesOn(PickContext context, SelectionListener listener) {
        if (fallback == null) {
            return false;
        } else if (!picker.admitsToPool()) {
            return true;
        }
        return picker.hasUsable() ? admission.isOverfull(context) : sticky() == null || !listener.isBoundTo(this);
    }

    public boolean hasUsableBackend() {
        return picker.hasUsable();
    }

    /** Takes what this pool cannot; null = nobody. */
    PoolView fallback() {
        return fallback;
    }

    /** Once, when all pools are there. */
    public void setFallback(PoolView to) {
        fallback = to;
    }

    /** How a request ends when no backend is usable: a breaker wants it so, or there is another reason. */
    ExchangeEnd whyNoneIsUsable() {
        return picker.isBlockedByBreaker() ? ExchangeEnd.BREAKER_OPEN : ExchangeEnd.NO_BACKEND;
    }

    /** What is said to those whom this pool cannot serve. */
    public UnavailableReply refusal() {
        return refusal;
    }

    /** Where a request would go now, and why. Off the path of requests; changes nothing. */
    public Explanation explain(PickContext context) {
        return picker.explain(context, admission.row());
    }

    // --- who learns from attempts

    /** Null = nobody. */
    OutcomeReporter reporter() {
        return reporter;
    }

    /** The request is sent once more after an attempt on this backend has failed. */
    void onRetry(int failedBackend) {
        if (tallies != null) {
            tallies[failedBackend].retry();
        }
    }

    /** What this loop has seen of a backend; null when nobody asks for it, or it is not there. Any thread. */
    public BackendTally tally(int backend) {
        return tallies == null ? null : tallies[backend];
    }

    /** The breaker of a backend, or that of the pool; null = there is none. Any thread. */
    public Breaker breaker(int backend) {
        return picker.availability().breaker(backend);
    }

    // --- changes

    /**
     * The pool has got other backends, or lost some; kept ones are the same objects at the same indexes. Exchanges that
     * are under way go on: where their backend was removed they end in peace. A new backend is not used before the
     * probe loop says so.
     *
     * @param permits others than before only when the first limited backend has come
     */
    public void apply(Pool changed, Permits permits) {
        assert changed.backends().size() <= pool.room() : "no room for so many backends";
        final Pool before = pool;
        pool = changed;
        admission.use(permits);
        for (int i = 0; i < changed.backends().size(); i++) {
            final Backend is = changed.backends().get(i);
            if (is != before.backendAt(i) && !is.isVacant()) {
                openTally(i);
            }
        }
        picker.apply(changed);
        admission.serve();
    }

    /** False for old news, and for news of a backend that was removed. */
    public boolean isNews(BackendState state) {
        return picker.isNews(state);
    }

    /** Only what {@link #isNews}. */
    public void apply(BackendState state) {
        final int backend = state.backend();
        picker.availability().apply(state);
        admission.renew(backend, pool.backends().get(backend), state.limitShare());
        picker.availability().complete(state); // last: who reads its generation finds it done
    }

    /** Of the state of that backend which this loop goes by. Any thread. */
    public long stateGeneration(int backend) {
        return picker.availability().generation(backend);
    }
}
