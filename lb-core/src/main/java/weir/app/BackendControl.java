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
import weir.control.Membership;
import weir.control.OperatorStateStore;
import weir.control.Publisher;
import weir.health.BackendStatus;
import weir.health.HealthMonitor;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Maintenance;
import weir.model.Pool;
import weir.snapshot.Snapshot;

/**
 * Applies an operator's changes of backends, one after the other, on the thread {@code control}: states and weights go
 * to the probe loop, the authority on what may be sent where; a backend that comes or goes makes a new snapshot. Any
 * thread but a loop's: a call waits until the change is in the view and all loops use it. So the next reader sees it,
 * and an operator who has drained a backend and finds nothing in flight may stop it.
 */
final class BackendControl implements BackendActions {
    private static final long LOOK_AGAIN_NS = 1_000_000;

    private final Publisher publisher;
    private final HealthMonitor monitor;
    private final List<LoopThread> loops;
    private final OperatorStateStore store;
    private final ChangeThread control;

    BackendControl(Publisher publisher, HealthMonitor monitor, List<LoopThread> loops, OperatorStateStore store) {
        this.publisher = publisher;
        this.monitor = monitor;
        this.loops = loops;
        this.store = store;
        control = new ChangeThread(store);
    }

    void start() {
        control.start();
    }

    /** Ends the thread. What has not begun is not done. */
    void stop() throws InterruptedException {
        control.stop();
    }

    /** A pool and one of its backends, each with its index. */
    private record Target(int pool, int backend, Pool in, Backend of) {}

    /** Something to be done with one backend. Thread: control. */
    private interface Change {
        Result apply(Target target) throws InterruptedException;
    }

    @Override
    public Result setState(String pool, String backend, AdminState state) {
        return change(pool, backend, target -> {
            post(() -> monitor.setAdmin(target.pool(), target.backend(), state));
            awaitStatus(target, status -> status.admin() == state);
            store.onState(target.in(), target.of(), state);
            return Result.DONE;
        });
    }

    @Override
    public Result setWeight(String pool, String backend, double weight) {
        return change(pool, backend, target -> {
            post(() -> monitor.setWeight(target.pool(), target.backend(), weight));
            awaitStatus(target, status -> status.weightOverride() != null && status.weightOverride() == weight);
            store.onWeight(target.in(), target.of(), weight);
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

    @Override
    public Result maintain(String listener, Maintenance maintenance) {
        return control.inTurn(() -> {
            final Snapshot snapshot = publisher.current();
            final List<Listener> all = snapshot.listeners();
            if (listener != null) {
                final Listener one = all.stream()
                        .filter(each -> each.name().equals(listener))
                        .findFirst()
                        .orElse(null);
                if (one == null) {
                    return new Result(Outcome.UNKNOWN_LISTENER, "no such listener");
                } else if (one.mode() == ListenerMode.TCP) {
                    return new Result(Outcome.CONFLICT, "the listener has mode: tcp, so it has no page to show");
                }
            }
            publisher.publish(snapshot.withMaintenance(
                    index -> listener == null
                            ? all.get(index).mode() != ListenerMode.TCP
                            : all.get(index).name().equals(listener),
                    maintenance));
            return Result.DONE;
        });
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
        store.onAdded(before, added, backend);
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
        final Target[] removed = new Target[1];
        final Result result = change(pool, backend, target -> {
            final Snapshot snapshot = publisher.current();
            final Pool before = target.in();
            publisher.publish(snapshot.withPool(
                    target.pool(), new Membership(before, before.backends().size()).without(target.backend())));
            store.onRemoved(before, target.of());
            removed[0] = target;
            return Result.DONE;
        });
        if (result.outcome() == Outcome.UNKNOWN_BACKEND) {
            return control.inTurn(() -> store.forget(pool, backend) ? Result.DONE : result);
        }
        return result.outcome() == Outcome.DONE && waitMs > 0 ? awaitEmpty(removed[0], waitMs, result) : result;
    }

    private Result awaitEmpty(Target target, int waitMs, Result done) {
        final long deadlineNs = System.nanoTime() + waitMs * 1_000_000L;
        int left = left(target);
        while (left > 0
                && System.nanoTime() - deadlineNs < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
            left = left(target);
        }
        return left == 0 ? done : done.left(left);
    }

    /** Once another backend has the index, nothing is left of the one before. */
    private int left(Target target) {
        final Snapshot snapshot = publisher.current();
        return snapshot.pools()
                        .get(target.pool())
                        .backends()
                        .get(target.backend())
                        .isVacant()
                ? snapshot.pool(target.pool()).loads().inFlight(target.backend())
                : 0;
    }

    private Result change(String poolName, String backend, Change change) {
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
                    : change.apply(new Target(pool, index, in, in.backends().get(index)));
        });
    }

    private static void post(BooleanSupplier post) throws InterruptedException {
        while (!post.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN_NS);
        }
    }

    private void awaitStatus(Target target, Predicate<BackendStatus> isApplied) throws InterruptedException {
        while (!isInForce(target, isApplied)) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN_NS);
        }
    }

    private boolean isInForce(Target target, Predicate<BackendStatus> isApplied) {
        final BackendStatus status = monitor.view().status(target.pool(), target.backend());
        return isApplied.test(status)
                && loops.stream()
                        .allMatch(loop -> loop.view().pool(target.pool()).stateGeneration(target.backend())
                                >= status.generation());
    }

    private static Result unknownPool() {
        return new Result(Outcome.UNKNOWN_POOL, "no such pool");
    }
}
