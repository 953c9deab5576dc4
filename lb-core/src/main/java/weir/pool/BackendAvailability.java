package weir.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import weir.model.AdminState;
import weir.model.BreakerPolicy;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.snapshot.BackendState;

/**
 * Which backends of a pool one loop may use: what the probe loop says of each, as far as the breakers let it count.
 * Pickers see the sum of both in the {@link Tiers}.
 *
 * <p>Thread: owning loop only, but for {@link #generation} and {@link #breaker}.
 */
final class BackendAvailability {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(BackendState[].class);

    private Pool pool;
    private Tiers tiers;
    /** Null when there are none. */
    private final Breakers breakers;
    /** What the probe loop has said last, whatever the breakers say. */
    private final boolean[] takesNew;

    private final boolean[] takesSticky;
    /** What was told last of each; null = nothing yet. Others read the generations. */
    private final BackendState[] states;

    private final Runnable onBreakerChange;

    /** @param onBreakerChange told after the tiers have been; in the middle of an attempt */
    BackendAvailability(EventLoop loop, Pool pool, Tiers tiers, Runnable onBreakerChange) {
        this.pool = pool;
        this.tiers = tiers;
        this.onBreakerChange = onBreakerChange;
        final int count = pool.backends().size();
        takesNew = new boolean[pool.room()];
        for (int i = 0; i < count; i++) { // until the probe loop says otherwise
            takesNew[i] = isUpAtFirst(pool.health()) && !pool.backends().get(i).isVacant();
        }
        takesSticky = takesNew.clone();
        states = new BackendState[pool.room()];
        breakers = pool.breaker() == null || pool.breaker().mode() == BreakerPolicy.Mode.OFF
                ? null
                : new Breakers(loop, pool.breaker(), count, pool.room(), this::onBreakerChange);
        refresh();
    }

    private static boolean isUpAtFirst(HealthCheck health) {
        return health.type() == HealthCheck.Type.NONE || health.initial() == Health.UP;
    }

    private void onBreakerChange() {
        refresh();
        onBreakerChange.run();
    }

    /**
     * For the pickers a backend that its breaker leaves alone is like one that is down. O(backends) for each that
     * changes.
     */
    private void refresh() {
        for (int i = 0; i < pool.backends().size(); i++) {
            final boolean admits = admitsTo(i);
            tiers.of(i).setUsable(i, admits && takesNew[i], admits && takesSticky[i]);
        }
    }

    // --- what the probe loop says

    /** False for old news. */
    boolean isNews(BackendState state) {
        final BackendState before = states[state.backend()];
        return before == null || state.generation() > before.generation();
    }

    /** From now on requests go by it. */
    void apply(BackendState state) {
        final int backend = state.backend();
        takesNew[backend] = state.takesNew();
        takesSticky[backend] = state.takesSticky();
        final boolean admits = admitsTo(backend);
        tiers.of(backend).change(backend, admits && state.takesNew(), admits && state.takesSticky(), state.weight());
    }

    /** All that follows from a state is done. */
    void complete(BackendState state) {
        STATE.setRelease(states, state.backend(), state);
    }

    /** Of the state of that backend which this loop goes by. Any thread. */
    long generation(int backend) {
        final BackendState state = (BackendState) STATE.getAcquire(states, backend);
        return state == null ? 0 : state.generation();
    }

    // --- backends come and go

    /** Nothing goes to that backend any more. */
    void remove(int backend) {
        takesNew[backend] = false;
        takesSticky[backend] = false;
        tiers.of(backend).change(backend, false, false, 0);
    }

    /** Another one has that index, of which nothing is known yet. */
    void add(int backend) {
        STATE.setRelease(states, backend, (BackendState) null);
        if (breakers != null) {
            breakers.open(backend);
        }
    }

    /** The pool has got backends, and with them other tiers. */
    void renew(Pool changed, Tiers renewed) {
        pool = changed;
        tiers = renewed;
        refresh();
    }

    // --- breakers

    /** The pool's own breaker lets requests through. */
    boolean admitsToPool() {
        return breakers == null || breakers.admitsToPool();
    }

    private boolean admitsTo(int backend) {
        return breakers == null || breakers.admitsTo(backend);
    }

    /** A backend that is up is left alone, or all are. O(backends). */
    boolean isBlockedByBreaker() {
        boolean isBlocked = !admitsToPool();
        for (int i = 0; breakers != null && i < pool.backends().size(); i++) {
            isBlocked |= takesNew[i] && !breakers.admitsTo(i);
        }
        return isBlocked;
    }

    /** When a breaker lets requests through again, at least 1. Only where there are breakers. */
    int retryAfterSeconds() {
        return breakers.retryAfterSeconds();
    }

    /** The breaker of a backend, or that of the pool; null = there is none. Any thread. */
    Breaker breaker(int backend) {
        return breakers == null ? null : breakers.of(backend);
    }

    // --- words

    /** The probe loop says that it takes new clients; if it gets none, that is its breaker's doing. */
    boolean takesNew(int backend) {
        return takesNew[backend];
    }

    /** Why the probe loop keeps new clients from a backend. */
    String word(int backend) {
        final BackendState state = states[backend];
        if (state == null) {
            return pool.health().initial().word();
        }
        return state.admin() == AdminState.READY
                ? state.health().word()
                : state.admin().word();
    }
}
