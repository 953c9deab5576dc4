package weir.pool;

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
import weir.model.Backend;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.BackendState;
import weir.snapshot.Explanation;
import weir.snapshot.PermitRow;
import weir.stats.Counter;

/**
 * Which backends of a pool one loop may pick, and the loop's own picker among them. Whether one that is picked has room
 * is for {@link Admission} to say. Thread: owning loop only, except where a method says otherwise.
 */
final class PoolPicker {
    private final EventLoop loop;
    private final int number;
    private final int index;
    private final Loads loads;
    private final Loads.Row inFlight;
    private final BackendAvailability availability;
    private final boolean wantsFeedback;
    /** Null when clients stick to nobody. */
    private final StickyPool sticky;

    private Pool pool;
    private Tiers tiers;
    private Picker picker;
    /** So that no picker begins where the one before it did. */
    private int pickers;

    /**
     * @param number of the loop, which is also its row in {@code loads} and where its picker starts
     * @param index of the pool
     * @param onBreakerChange told in the middle of an attempt
     */
    PoolPicker(EventLoop loop, int number, int index, Pool pool, Loads loads, Runnable onBreakerChange) {
        this.loop = loop;
        this.number = number;
        this.index = index;
        this.pool = pool;
        this.loads = loads;
        inFlight = loads.row(number);
        tiers = new Tiers(pool);
        availability = new BackendAvailability(loop, pool, tiers, onBreakerChange);
        picker = newPicker();
        wantsFeedback = picker.wantsFeedback();
        sticky = pool.sticky() == null ? null : new StickyPool(pool, tiers, picker, this::rendezvous);
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

    private Picker picker(PickerParts parts) {
        final PickerFactory algorithm = pool.algorithm();
        final Picker made = algorithm.picker(parts);
        return algorithm.kind() == Algorithm.Kind.CUSTOM
                ? new GuardedPicker(algorithm.word(), made, parts.backends(), this::onPickerFault)
                : made;
    }

    private void onPickerFault(PickerFault fault) {
        loop.counters().add(Counter.PICKER_FAULTS);
        loop.log(fault);
    }

    // --- picking

    /** Index of a backend, {@link Picker#NONE}, or {@link GuardedPicker#FAULT}, which only an own algorithm gives. */
    int pick(PickContext context, Stickiness sticky) {
        return availability.admitsToPool() ? choose(context, sticky) : Picker.NONE;
    }

    /** The same where {@link #admitsToPool}. */
    int choose(PickContext context, Stickiness sticky) {
        return sticky.isOn() ? sticky.pick(context) : picker.pick(context);
    }

    /** The pool's own breaker lets requests through. */
    boolean admitsToPool() {
        return availability.admitsToPool();
    }

    /** That backend would take a request of a client it knows. */
    boolean takesAt(int backend) {
        return availability.admitsToPool() && tiers.of(backend).acceptsSticky(backend);
    }

    boolean hasUsable() {
        return tiers.hasUsable();
    }

    /** There is a usable backend that the request was not tried on, whether or not it is full. O(backends). */
    boolean hasUntried(PickContext context) {
        return availability.admitsToPool() && tiers.hasUntried(context);
    }

    /** A picker would find a backend now, with the room that the context knows of. O(backends). */
    boolean canPick(PickContext context) {
        return availability.admitsToPool() && tiers.canPick(context);
    }

    /** A backend that is up is left alone by its breaker, or all are. O(backends). */
    boolean isBlockedByBreaker() {
        return availability.isBlockedByBreaker();
    }

    int backendCount() {
        return pool.backends().size();
    }

    StickyPool sticky() {
        return sticky;
    }

    BackendAvailability availability() {
        return availability;
    }

    /**
     * Where a request would go now, and why. Off the path of requests; changes nothing.
     *
     * @param room null where no backend has a limit
     */
    Explanation explain(PickContext context, PermitRow room) {
        context.setRoom(room == null ? null : room::seemsToHave);
        final Explanation explanation =
                new PoolExplanation(loop.name(), pool, tiers, availability, loads).of(picker, context);
        context.setRoom(null);
        return availability.admitsToPool()
                ? explanation
                : explanation.withWinner(null, "the pool's circuit breaker is open");
    }

    // --- what is notified of attempts

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

    // --- backends come and go

    /**
     * The pool has got other backends, or lost some. O(backends), and milliseconds where one has come and the algorithm
     * has tables, as after a change of weights.
     */
    void apply(Pool changed) {
        final Pool before = pool;
        pool = changed;
        boolean isAnyAdded = false;
        for (int i = 0; i < changed.backends().size(); i++) {
            final Backend was = before.backendAt(i);
            final Backend is = changed.backends().get(i);
            if (is != was) {
                if (!was.isVacant()) {
                    availability.remove(i);
                }
                isAnyAdded |= !is.isVacant();
            }
        }
        if (isAnyAdded) {
            openAdded(before);
        }
    }

    private void openAdded(Pool before) {
        final Tiers old = tiers;
        tiers = new Tiers(pool);
        for (int i = 0; i < pool.backends().size(); i++) {
            final Backend is = pool.backends().get(i);
            if (is.isVacant()) {
                continue;
            }
            if (is == before.backendAt(i)) {
                tiers.of(i).setWeight(i, old.of(i).weight(i));
            } else {
                availability.add(i);
            }
        }
        availability.renew(pool, tiers);
        final Picker known = picker;
        picker = newPicker();
        tiers.teach(picker, known);
        if (sticky != null) {
            sticky.renew(pool, tiers, picker, this::rendezvous);
        }
    }

    /** False for old news, and for news of a backend that was removed. */
    boolean isNews(BackendState state) {
        return !pool.backends().get(state.backend()).isVacant() && availability.isNews(state);
    }
}
