package weir.app;

import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.tinylog.Logger;
import weir.config.OperatorText;
import weir.control.BackendActions;
import weir.control.Membership;
import weir.control.Publisher;
import weir.health.BackendStatus;
import weir.health.Probe;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Pool;
import weir.snapshot.Snapshot;

/**
 * Does what an operator wants with backends, one wish after the other, on the thread {@code control}: states and weights go to the probe loop, the authority on what may be
 * sent where; a backend that comes or goes makes a new snapshot. Any thread but a loop's: a call waits until the wish is on the board and all loops go by it. So who
 * reads next sees it, and who has drained a backend and finds nothing in flight may stop it.
 */
final class LiveBackends implements BackendActions {
    private static final long PATIENCE_MS = 2_000;
    private static final long LOOK_AGAIN_NS = 1_000_000;

    private final Publisher publisher;
    private final Probe probe;
    private final List<LoopThread> loops;
    private final ExecutorService control = Executors.newSingleThreadExecutor(task -> new Thread(task, "control"));

    LiveBackends(Publisher publisher, Probe probe, List<LoopThread> loops) {
        this.publisher = publisher;
        this.probe = probe;
        this.loops = loops;
    }

    /** Ends the thread. What has not begun is not done. */
    void stop() throws InterruptedException {
        control.shutdownNow();
        control.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Indexes of a pool and of one of its backends; negative for what is not there. */
    private record Place(int pool, int backend) {}

    /** Something to be done with one backend. Thread: control. */
    private interface Wish {
        Result grant(Place place) throws InterruptedException;
    }

    @Override
    public Result setState(String pool, String backend, AdminState state) {
        return change(pool, backend, place -> {
            post(() -> probe.setAdmin(place.pool(), place.backend(), state));
            awaitStatus(place, status -> status.admin() == state);
            return Result.DONE;
        });
    }

    @Override
    public Result setWeight(String pool, String backend, double weight) {
        return change(pool, backend, place -> {
            post(() -> probe.setWeight(place.pool(), place.backend(), weight));
            awaitStatus(place, status -> status.weightOverride() != null && status.weightOverride() == weight);
            return Result.DONE;
        });
    }

    @Override
    public Result add(String pool, NewBackend wanted) {
        final SocketAddress address;
        try {
            address = OperatorText.address(wanted.address()); // here, as the name service may take its time
        } catch (UnknownHostException e) {
            return new Result(Outcome.INVALID, "address: the host does not resolve");
        }
        if (address == null) {
            return new Result(Outcome.INVALID, "address: accepted: " + OperatorText.acceptedAddress());
        }
        final String id = wanted.id() == null ? wanted.address() : wanted.id();
        final Backend backend = new Backend(id, address).withWeight(wanted.weight());
        return inTurn(() -> addNow(pool, backend));
    }

    private Result addNow(String poolName, Backend backend) throws InterruptedException {
        final Snapshot snapshot = publisher.current();
        final int pool = poolIndex(snapshot, poolName);
        if (pool < 0) {
            return unknownPool();
        }
        final Membership members = new Membership(
                snapshot.pools().get(pool), snapshot.results().get(pool).room());
        final String obstacle = members.obstacle(backend, index -> isFree(snapshot, pool, index));
        if (obstacle != null) {
            return new Result(Outcome.CONFLICT, obstacle);
        }
        publisher.publish(snapshot.withPool(pool, members.with(backend, index -> isFree(snapshot, pool, index))));
        return new Result(Outcome.DONE, backend.id());
    }

    /** All loops know that the backend of that index was removed, so when nothing is in flight there, nothing will ever be. */
    private static boolean isFree(Snapshot snapshot, int pool, int index) {
        return snapshot.loads().get(pool).inFlight(index) == 0;
    }

    @Override
    public Result remove(String pool, String backend, int waitMs) {
        final Place[] removed = new Place[1];
        final Result result = change(pool, backend, place -> {
            final Snapshot snapshot = publisher.current();
            final Pool before = snapshot.pools().get(place.pool());
            publisher.publish(snapshot.withPool(
                    place.pool(), new Membership(before, before.backends().size()).without(place.backend())));
            removed[0] = place;
            return Result.DONE;
        });
        return result.outcome() == Outcome.DONE && waitMs > 0 ? awaitEmpty(removed[0], waitMs) : result;
    }

    private Result awaitEmpty(Place place, int waitMs) {
        final long deadlineNs = System.nanoTime() + waitMs * 1_000_000L;
        int left = left(place);
        while (left > 0
                && System.nanoTime() - deadlineNs < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
            left = left(place);
        }
        return left == 0 ? Result.DONE : Result.left(left);
    }

    /** Once another backend has the index, nothing is left of the one before. */
    private int left(Place place) {
        final Snapshot snapshot = publisher.current();
        return snapshot.pools()
                        .get(place.pool())
                        .backends()
                        .get(place.backend())
                        .isVacant()
                ? snapshot.loads().get(place.pool()).inFlight(place.backend())
                : 0;
    }

    private Result change(String poolName, String backend, Wish wish) {
        return inTurn(() -> {
            final Snapshot snapshot = publisher.current();
            final int pool = poolIndex(snapshot, poolName);
            if (pool < 0) {
                return unknownPool();
            }
            final int index = snapshot.pools().get(pool).indexOf(backend);
            return index < 0
                    ? new Result(Outcome.UNKNOWN_BACKEND, "no such backend in this pool")
                    : wish.grant(new Place(pool, index));
        });
    }

    /** On the thread control, when those before are done. What takes too long goes on without the caller. */
    private Result inTurn(Callable<Result> wish) {
        try {
            final Future<Result> result = control.submit(wish);
            return result.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Result(Outcome.BUSY, "it is not done yet; ask again later");
        } catch (RejectedExecutionException e) {
            return new Result(Outcome.BUSY, "Weir is stopping");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(Outcome.BUSY, "Weir is stopping");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                return new Result(Outcome.BUSY, "Weir is stopping");
            }
            Logger.error(e.getCause(), "a bug in what changes backends");
            throw new IllegalStateException("a change of a backend has failed", e.getCause());
        }
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
        final BackendStatus status = probe.board().status(place.pool(), place.backend());
        return isGranted.test(status)
                && loops.stream()
                        .allMatch(loop ->
                                loop.view().pool(place.pool()).stateGeneration(place.backend()) >= status.generation());
    }

    private static int poolIndex(Snapshot snapshot, String name) {
        final List<Pool> pools = snapshot.pools();
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
