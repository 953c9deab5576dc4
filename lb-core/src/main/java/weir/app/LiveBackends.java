package weir.app;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import weir.config.OperatorText;
import weir.control.BackendActions;
import weir.control.ChangeThread;
import weir.control.KeptChanges;
import weir.control.Membership;
import weir.control.Publisher;
import weir.health.BackendStatus;
import weir.health.HealthMonitor;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Pool;
import weir.snapshot.Snapshot;

/**
 * Does what an operator wants with backends, one wish after the other, on the thread {@code control}: states and
 * weights go to the probe loop, the authority on what may be sent where; a backend that comes or goes makes a new
 * snapshot. Any thread but a loop's: a call waits until the wish is on the board and all loops go by it. So who reads
 * next sees it, and who has drained a backend and finds nothing in flight may stop it.
 */
final class LiveBackends implements BackendActions {
    private static final long LOOK_AGAIN_NS = 1_000_000;

    private final Publisher publisher;
    private final HealthMonitor monitor;
    private final List<LoopThread> loops;
    private final KeptChanges kept;
    private final ChangeThread control;

    LiveBackends(Publisher publisher, HealthMonitor monitor, List<LoopThread> loops, KeptChanges kept) {
        this.publisher = publisher;
        this.monitor = monitor;
        this.loops = loops;
        this.kept = kept;
        control = new ChangeThread(kept);
    }

    void start() {
        control.start();
    }

    /** Ends the thread. What has not begun is not done. */
    void stop() throws InterruptedException {
        control.stop();
    }

    /** A pool and one of its backends, each with its index. */
    private record Place(int pool, int backend, Pool in, Backend of) {}

    /** Something to be done with one backend. Thread: control. */
    private interface Wish {
        Result grant(Place place) throws InterruptedException;
    }

    @Override
    public Result setState(String pool, String backend, AdminState state) {
        return change(pool, backend, place -> {
            post(() -> monitor.setAdmin(place.pool(), place.backend(), state));
            awaitStatus(place, status -> status.admin() == state);
            kept.onState(place.in(), place.of(), state);
            return Result.DONE;
        });
    }

    @Override
    public Result setWeight(String pool, String backend, double weight) {
        return change(pool, backend, place -> {
            post(() -> monitor.setWeight(place.pool(), place.backend(), weight));
            awaitStatus(place, status -> status.weightOverride() != null && status.weightOverride() == weight);
            kept.onWeight(place.in(), place.of(), weight);
            return Result.DONE;
        });
    }

    @Override
    public Result add(String pool, AddedBackend added) {
        if (!OperatorText.isAddress(added.address())) {
            return new Result(Outcome.INVALID, "address: accepted: " + OperatorText.acceptedAddress());
        }
        final Backend backend;
        try {
            backend = OperatorText.backend(added); // here, as the name service may take its time
        } catch (UnknownHostException e) {
            return new Result(Outcome.INVALID, "address: the host does not resolve");
        }
        return control.inTurn(() -> addNow(pool, added, backend));
    }

    private Result addNow(String poolName, AddedBackend added, Backend backend) throws InterruptedException {
        final Snapshot snapshot = publisher.current();
        final int pool = snapshot.poolIndex(poolName);
        if (pool < 0) {
            return unknownPool();
        }
        final Pool before = snapshot.pools().get(pool);
        final Membership members =
                new Membership(before, snapshot.pool(pool).results().room());
        final String obstacle = members.obstacle(backend, index -> isFree(snapshot, pool, index));
        if (obstacle != null) {
            return new Result(Outcome.CONFLICT, obstacle);
        }
        publisher.publish(snapshot.withPool(pool, members.with(backend, index -> isFree(snapshot, pool, index))));
        kept.onAdded(before, added, backend);
        return Result.DONE;
    }

    /**
     * All loops know that the backend of that index was removed, so when nothing is in flight there, nothing will ever
     * be.
     */
    private static boolean isFree(Snapshot snapshot, int pool, int index) {
        return snapshot.pool(pool).loads().inFlight(index) == 0;
    }

    /** One that was added before Weir was started, but could not be used since, is forgotten. */
    @Override
    public Result remove(String pool, String backend, int waitMs) {
        final Place[] removed = new Place[1];
        final Result result = change(pool, backend, place -> {
            final Snapshot snapshot = publisher.current();
            final Pool before = place.in();
            publisher.publish(snapshot.withPool(
                    place.pool(), new Membership(before, before.backends().size()).without(place.backend())));
            kept.onRemoved(before, place.of());
            removed[0] = place;
            return Result.DONE;
        });
        if (result.outcome() == Outcome.UNKNOWN_BACKEND) {
            return control.inTurn(() -> kept.forget(pool, backend) ? Result.DONE : result);
        }
        return result.outcome() == Outcome.DONE && waitMs > 0 ? awaitEmpty(removed[0], waitMs, result) : result;
    }

    private Result awaitEmpty(Place place, int waitMs, Result done) {
        final long deadlineNs = System.nanoTime() + waitMs * 1_000_000L;
        int left = left(place);
        while (left > 0
                && System.nanoTime() - deadlineNs < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
            left = left(place);
        }
        return left == 0 ? done : done.left(left);
    }

    /** Once another backend has the index, nothing is left of the one before. */
    private int left(Place place) {
        final Snapshot snapshot = publisher.current();
        return snapshot.pools()
                        .get(place.pool())
                        .backends()
                        .get(place.backend())
                        .isVacant()
                ? snapshot.pool(place.pool()).loads().inFlight(place.backend())
                : 0;
    }

    private Result change(String poolName, String backend, Wish wish) {
        return control.inTurn(() -> {
            final Snapshot snapshot = publisher.current();
            final int pool = snapshot.poolIndex(poolName);
            if (pool < 0) {
                return unknownPool();
            }
            final Pool in = snapshot.pools().get(pool);
            final int index = in.indexOf(backend);
            return index < 0
                    ? new Result(Outcome.UNKNOWN_BACKEND, "no such backend in this pool")
                    : wish.grant(new Place(pool, index, in, in.backends().get(index)));
        });
    }

    private static void post(BooleanSupplier post) throws InterruptedException {
        while (!post.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN_NS);
        }
    }

    private void awaitStatus(Place place, Predicate<BackendStatus> isGranted) throws InterruptedException {
        while (!isInForce(place, isGranted)) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN_NS);
        }
    }

    private boolean isInForce(Place place, Predicate<BackendStatus> isGranted) {
        final BackendStatus status = monitor.view().status(place.pool(), place.backend());
        return isGranted.test(status)
                && loops.stream()
                        .allMatch(loop ->
                                loop.view().pool(place.pool()).stateGeneration(place.backend()) >= status.generation());
    }

    private static Result unknownPool() {
        return new Result(Outcome.UNKNOWN_POOL, "no such pool");
    }
}
