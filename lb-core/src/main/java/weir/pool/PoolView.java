package weir.pool;

import java.util.List;
import weir.balance.Algorithm;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.GuardedPicker;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerFactory;
import weir.balance.PickerFault;
import weir.balance.PickerParts;
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
import weir.snapshot.PermitRow;
import weir.snapshot.Permits;
import weir.stats.BackendTally;
import weir.stats.Counter;
import weir.stats.OutcomeRing;
import weir.stats.Results;

/**
 * One pool as one loop sees it: which backends are usable now, and the loop's own picker. Thread: owning loop only.
 */
public final class PoolView {
    /** All backends that may be picked are full. */
    public static final int FULL = GuardedPicker.FAULT - 1;

    /** Knows where the client of a request was before. */
    public interface BoundClient {
        /** It was led to a backend of that pool, which still takes it. */
        boolean isBoundTo(PoolView pool);
    }

    private final EventLoop loop;
    private final int index;
    private final int number;
    private final Loads loads;
    private Pool pool;
    private Tiers tiers;
    private Picker picker;
    /** So that no picker begins where the one before it did. */
    private int pickers;

    private final boolean wantsFeedback;
    private final Loads.Row inFlight;
    private final HashKey key;
    private final StickyPool sticky;
    private Permits permits;
    /** Null where no backend has a limit, as is the line. */
    private PermitRow row;

    private WaitingLine line;
    private final int room;
    /** Null when nobody asks for them. */
    private final BackendTally[] tallies;

    private final RetryTerms retryTerms;
    private final Standing standing;
    /** Null when nobody wants to know. */
    private final Experience experience;

    private final int accepted;
    private final byte[] hostLine;
    private final byte[] nameBytes;
    private final PoolRefusal refusal;
    /** Null when there is no other pool for what this one cannot take. */
    private PoolView fallback;

    /**
     * @param number of the loop, which is also its row in {@code loads} and {@code permits} and where its picker starts
     * @param loops how many there are
     * @param isTallied what happens with each backend is counted
     */
    public PoolView(
            EventLoop loop,
            int index,
            Pool pool,
            int number,
            int loops,
            Loads loads,
            Permits permits,
            Results.Row results,
            OutcomeRing outcomes,
            Runnable onOutcome,
            boolean isTallied) {
        this.loop = loop;
        this.index = index;
        this.number = number;
        this.loads = loads;
        this.pool = pool;
        final boolean isChecked = pool.health().type() != HealthCheck.Type.NONE;
        experience = isChecked
                ? new Experience(loop, index, pool.health().passive().failures(), results, outcomes, onOutcome)
                : null;
        tiers = new Tiers(pool);
        room = pool.room();
        standing = new Standing(loop, pool, tiers, this::onBreakerChange);
        inFlight = loads.row(number);
        picker = newPicker();
        wantsFeedback = picker.wantsFeedback();
        usePermits(permits);
        key = pool.balance().key() == null ? null : new HashKey(pool.balance().key());
        sticky = pool.sticky() == null ? null : new StickyPool(pool, tiers, picker, this::rendezvous);
        tallies = isTallied ? new BackendTally[room] : null;
        for (int i = 0; i < pool.backends().size(); i++) {
            open(i);
        }
        retryTerms = new RetryTerms(pool.retry(), loops, loop.nowNs());
        accepted = Tolerance.bits(pool.dialect().accept());
        hostLine = pool.host() == null ? null : Ascii.bytes("Host: " + pool.host() + "\r\n");
        nameBytes = Ascii.bytes(pool.name());
        refusal = new PoolRefusal(pool, standing);
    }

    private void usePermits(Permits from) {
        permits = from;
        if (permits.isLimited()) {
            row = permits.row(number);
            line = new WaitingLine(loop, this, row, pool.queue().lengthMax());
            row.open(line);
        }
    }

    private Picker newPicker() {
        final Picker made = tiers.picker(backends -> picker(parts(backends)));
        pickers++;
        return made;
    }

    private Picker rendezvous(BackendSet backends) {
        return Algorithm.RENDEZVOUS.picker(parts(backends).unbounded());
    }

    private PickerParts parts(BackendSet backends) {
        return new PickerParts(
                backends,
                number + pickers,
                loads,
                inFlight,
                loop::nowNs,
                loop.nowNs() ^ (long) number << 48 ^ (long) index << 32,
                pool.balance().boundedLoad());
    }

    /** Begins anew with the backend of that index. */
    private void open(int backend) {
        if (tallies != null) {
            tallies[backend] = new BackendTally(ExchangeEnd.values().length);
        }
    }

    private Picker picker(PickerParts parts) {
        final PickerFactory algorithm = pool.algorithm();
        final Picker made = algorithm.picker(parts);
        return algorithm.kind() == Algorithm.Kind.OWN
                ? new GuardedPicker(algorithm.word(), made, parts.backends(), this::onPickerFault)
                : made;
    }

    private void onPickerFault(PickerFault fault) {
        loop.counters().add(Counter.PICKER_FAULTS);
        loop.log(fault);
    }

    /** What of its backends' responses is put up with, as bits of {@link Tolerance}. */
    public int accepted() {
        return accepted;
    }

    public boolean addsVia() {
        return pool.dialect().addsVia();
    }

    // --- who takes a request

    /**
     * Another pool shall have a new request, because this one can neither take it now nor let it wait. False when there is no other: then the pick finds out.
     *
     * @param client asked while no backend takes new clients: one that sticks to a backend may still be taken
     */
    public boolean passesOn(PickContext context, BoundClient client) {
        if (fallback == null) {
            return false;
        } else if (!standing.admitsToPool()) {
            return true;
        }
        return hasUsableBackend() ? isOverfull(context) : sticky == null || !client.isBoundTo(this);
    }

    /** Another loop may be quicker than who goes by this. */
    private boolean isOverfull(PickContext context) {
        return line != null
                && permits.waiting() >= pool.queue().lengthMax()
                && (line.blocksNew() || !canPickNow(context));
    }

    /** How a request ends then: a breaker wants it so, or there is another reason. */
    public ExchangeEnd whyNoneIsUsable() {
        return standing.isBlockedByBreaker() ? ExchangeEnd.BREAKER_OPEN : ExchangeEnd.NO_BACKEND;
    }

    /** Takes what this pool cannot; null = nobody. */
    public PoolView fallback() {
        return fallback;
    }

    /** Once, when all pools are there. */
    public void setFallback(PoolView to) {
        fallback = to;
    }

    /** What is said to those whom this pool cannot serve. */
    public PoolRefusal refusal() {
        return refusal;
    }

    // --- picking

    /**
     * Index of a backend, {@link Picker#NONE}, {@link #FULL}, or {@link GuardedPicker#FAULT}, which only an own algorithm gives. Where the backend has a limit, a permit goes with it, which the {@link Attempt} that must follow
     * gives back.
     *
     * @param isAgain it has been picked for before, so it need not wait behind those in the line
     */
    public int pick(PickContext context, Stickiness sticky, boolean isAgain) {
        if (row == null) {
            return pickWithoutPermit(context, sticky);
        }
        return line.blocksNew() && !isAgain && hasUsableBackend() ? FULL : pickNow(context, sticky);
    }

    /** A backend that the client goes to by itself: whether there is room does not matter, and no {@link Attempt} follows. */
    public int pickForReferral(PickContext context, Stickiness sticky) {
        return pickWithoutPermit(context, sticky);
    }

    /** That backend takes a request of a client it knows; where it has a limit, a permit goes with it, as with {@link #pick}. */
    boolean takesAt(int backend) {
        return standing.admitsToPool()
                && tiers.of(backend).acceptsSticky(backend)
                && (row == null || row.take(backend));
    }

    private int pickWithoutPermit(PickContext context, Stickiness sticky) {
        return standing.admitsToPool() ? choose(context, sticky) : Picker.NONE;
    }

    private int choose(PickContext context, Stickiness sticky) {
        return sticky.isOn() ? sticky.pick(context) : picker.pick(context);
    }

    /** The same, whoever waits. Picks again when another loop was quicker: so often as there are backends at most. */
    int pickNow(PickContext context, Stickiness sticky) {
        if (!standing.admitsToPool()) {
            return Picker.NONE;
        }
        context.setRoom(row);
        int index = choose(context, sticky);
        for (int lost = 0; index >= 0 && !row.take(index); lost++) {
            index = lost < pool.backends().size() ? choose(context, sticky) : Picker.NONE;
        }
        context.setRoom(null);
        return index == Picker.NONE && tiers.hasUntried(context) ? FULL : index;
    }

    /** There is a usable backend that the request was not tried on, even if it has to wait for it. O(backends); for retries only. */
    public boolean hasUntried(PickContext context) {
        return standing.admitsToPool() && tiers.hasUntried(context);
    }

    /** There is one that has room, too. */
    public boolean canPickNow(PickContext context) {
        context.setRoom(row);
        final boolean canPick = standing.admitsToPool() && tiers.canPick(context);
        context.setRoom(null);
        return canPick;
    }

    /** Attempts that begin now have permits. */
    boolean isLimited() {
        return row != null;
    }

    /** An attempt is over that had one. */
    void give(int backend) {
        row.give(backend);
    }

    /** Where exchanges wait when all are full; null where no backend has a limit. */
    public WaitingLine line() {
        return line;
    }

    /** What slow start leaves of it, and at least 1. */
    private static int limit(Backend backend, double share) {
        final int max = backend.connectionsMax();
        return max == Backend.UNLIMITED ? max : (int) Math.max(1, max * share);
    }

    /** For all loops; each is told of each change and says it, so the last one to do so says what holds. */
    void setLimit(int backend, int limit) {
        permits.setLimit(backend, limit);
        row.settle(backend);
    }

    RetryTerms retryTerms() {
        return retryTerms;
    }

    /** Where a request would go now, and why. Off the path of requests; changes nothing. */
    public Explanation explain(PickContext context) {
        context.setRoom(row == null ? null : row::seemsToHave);
        final Explanation explanation =
                new PoolExplanation(loop.name(), pool, tiers, standing, loads).of(picker, context);
        context.setRoom(null);
        return standing.admitsToPool()
                ? explanation
                : explanation.withWinner(null, "the pool's circuit breaker is open");
    }

    String loopName() {
        return loop.name();
    }

    /** What of a request must be hashed before the pick; null = nothing. */
    public HashKey key() {
        return key;
    }

    /** Null when clients stick to nobody. */
    StickyPool sticky() {
        return sticky;
    }

    // --- who learns from attempts

    /** Null = nobody. */
    Experience experience() {
        return experience;
    }

    /**
     * An attempt on a backend begins. What is in flight is counted for every algorithm: by its picker, or here.
     *
     * @return who is to be told of the end
     */
    Picker onStart(int backend) {
        if (wantsFeedback) {
            picker.onStart(backend);
        } else {
            inFlight.start(backend);
        }
        return picker;
    }

    /** As {@link Picker#onConnected}, of the picker that {@link #onStart} has returned. */
    void onConnected(Picker told, int backend, long latencyNs) {
        if (wantsFeedback) {
            told.onConnected(backend, latencyNs);
        }
    }

    /** Exactly once for each {@link #onStart}, with the picker that it has returned; as {@link Picker#onEnd}. */
    void onEnd(Picker told, int backend, long latencyNs, AttemptEnd end) {
        if (wantsFeedback) {
            told.onEnd(backend, latencyNs, end);
        } else {
            inFlight.end(backend);
        }
    }

    /** The request is sent once more after an attempt on this backend has failed. */
    public void onRetry(int failedBackend) {
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
        return standing.breaker(backend);
    }

    // --- backends

    /** Of the pool. */
    public int index() {
        return index;
    }

    public Pool pool() {
        return pool;
    }

    /** Complete Host line for the backends, or null when the client's is passed on. */
    public byte[] hostLine() {
        return hostLine;
    }

    /** For the access log. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public boolean hasUsableBackend() {
        return tiers.hasUsable();
    }

    /**
     * The pool has got other backends, or lost some; kept ones are the same objects at the same indexes. Exchanges that are under way go on: where their backend was
     * removed they end in peace. A new backend is not used before the probe loop says so.
     *
     * @param changedPermits others than before only when the first limited backend has come: then attempts that are under way have none
     */
    public void apply(Pool changed, Permits changedPermits) {
        assert changed.backends().size() <= room : "no room for so many backends";
        final List<Backend> before = pool.backends();
        pool = changed;
        if (changedPermits != permits) {
            usePermits(changedPermits);
        }
        boolean isAnyAdded = false;
        for (int i = 0; i < changed.backends().size(); i++) {
            final Backend was = i < before.size() ? before.get(i) : Backend.VACANT;
            final Backend is = changed.backends().get(i);
            if (is != was) {
                if (!was.isVacant()) {
                    standing.remove(i);
                }
                isAnyAdded |= !is.isVacant();
            }
        }
        if (isAnyAdded) {
            openAdded(before);
        }
        if (line != null) {
            line.serve(); // perhaps nobody is left to wait for
        }
    }

    /** O(backends), and milliseconds where the algorithm has tables, as after a change of weights. */
    private void openAdded(List<Backend> before) {
        final Tiers old = tiers;
        tiers = new Tiers(pool);
        for (int i = 0; i < pool.backends().size(); i++) {
            final Backend is = pool.backends().get(i);
            if (i < before.size() && is == before.get(i)) {
                tiers.of(i).setWeight(i, old.of(i).weight(i));
            } else if (!is.isVacant()) {
                open(i);
                standing.add(i);
            }
        }
        standing.renew(pool, tiers);
        final Picker known = picker;
        picker = newPicker();
        picker.learnFrom(known);
        if (sticky != null) {
            sticky.renew(pool, tiers, picker, this::rendezvous);
        }
    }

    /** False for old news, and for news of a backend that was removed. */
    public boolean isNews(BackendState state) {
        return !pool.backends().get(state.backend()).isVacant() && standing.isNews(state);
    }

    /** Only what {@link #isNews}. */
    public void apply(BackendState state) {
        final int backend = state.backend();
        standing.apply(state);
        if (line != null) {
            setLimit(backend, limit(pool.backends().get(backend), state.limitShare()));
            line.serve(); // there is room again, or nobody left to wait for
        }
        standing.complete(state); // last: who reads its generation finds it done
    }

    /** In the middle of an attempt, so those who wait are served after it. Should the mailbox be full, the line finds out itself. */
    private void onBreakerChange() {
        if (line != null) {
            loop.post(line::serve);
        }
    }

    /** Of the state of that backend which this loop goes by. Any thread. */
    public long stateGeneration(int backend) {
        return standing.generation(backend);
    }
}
