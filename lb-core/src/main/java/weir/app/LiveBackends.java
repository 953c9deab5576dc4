package weir.app;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import weir.control.BackendActions;
import weir.health.BackendStatus;
import weir.health.Probe;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Pool;

/**
 * Carries an operator's wishes to the probe loop, the authority on what may be sent to which backend. Backends stay those of the configuration. Any thread but a
 * loop's: a call waits until the wish is on the board and all loops go by it. So who reads next sees it, and who has drained a backend and finds nothing in flight
 * may stop it.
 */
final class LiveBackends implements BackendActions {
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final long LOOK_AGAIN_NS = 1_000_000;

    private final List<Pool> pools;
    private final Probe probe;
    private final List<LoopThread> loops;

    LiveBackends(List<Pool> pools, Probe probe, List<LoopThread> loops) {
        this.pools = pools;
        this.probe = probe;
        this.loops = loops;
    }

    /** Indexes of a pool and of one of its backends. */
    private record Place(int pool, int backend) {}

    @Override
    public Result setState(String pool, String backend, AdminState state) {
        return change(
                pool,
                backend,
                place -> probe.setAdmin(place.pool(), place.backend(), state),
                status -> status.admin() == state);
    }

    @Override
    public Result setWeight(String pool, String backend, double weight) {
        return change(
                pool,
                backend,
                place -> probe.setWeight(place.pool(), place.backend(), weight),
                status -> status.weightOverride() != null && status.weightOverride() == weight);
    }

    @Override
    public Result add(String pool, NewBackend backend) {
        return poolIndex(pool) < 0 ? unknownPool() : Result.notSupported("adding a backend");
    }

    @Override
    public Result remove(String pool, String backend) {
        return change(pool, backend, null, null);
    }

    /** @param wish null = it cannot be granted */
    private Result change(String pool, String backend, Predicate<Place> wish, Predicate<BackendStatus> isGranted) {
        final int poolIndex = poolIndex(pool);
        if (poolIndex < 0) {
            return unknownPool();
        }
        final List<Backend> backends = pools.get(poolIndex).backends();
        for (int i = 0; i < backends.size(); i++) {
            if (backends.get(i).id().equals(backend)) {
                final Place place = new Place(poolIndex, i);
                return wish == null
                        ? Result.notSupported("removing a backend")
                        : await(() -> wish.test(place), () -> isInForce(place, isGranted));
            }
        }
        return new Result(Outcome.UNKNOWN_BACKEND, "no such backend in this pool");
    }

    private boolean isInForce(Place place, Predicate<BackendStatus> isGranted) {
        final BackendStatus status = probe.board().status(place.pool(), place.backend());
        return isGranted.test(status)
                && loops.stream()
                        .allMatch(loop ->
                                loop.view().pool(place.pool()).stateGeneration(place.backend()) >= status.generation());
    }

    private static Result await(BooleanSupplier post, BooleanSupplier isDone) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        boolean isPosted = post.getAsBoolean();
        while (!(isPosted && isDone.getAsBoolean())) {
            if (System.nanoTime() - deadlineNs >= 0) {
                return new Result(Outcome.BUSY, "not all loops have heard of it; ask again later");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
            isPosted = isPosted || post.getAsBoolean();
        }
        return Result.DONE;
    }

    private int poolIndex(String name) {
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Result unknownPool() {
        return new Result(Outcome.UNKNOWN_POOL, "no such pool");
    }
}
