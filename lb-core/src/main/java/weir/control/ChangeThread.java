package weir.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.tinylog.Logger;
import weir.control.BackendActions.Outcome;
import weir.control.BackendActions.Result;

/**
 * The thread {@code control}: makes one change after the other. A change is saved before its caller gets the result;
 * changes that come close together are saved together, so that many cost the disk as much as one. Any thread but a
 * loop's may call.
 */
public final class ChangeThread {
    private static final long TIMEOUT_MS = 2_000;
    private static final int QUEUE_MAX = 1_024;
    /** So that the first of many does not wait for the last. */
    private static final int TOGETHER_MAX = 64;
    /** Until the next try to save what could not be saved. */
    private static final long RETRY_MS = 10_000;

    private static final Result STOPPING = new Result(Outcome.BUSY, "Weir is stopping");

    /** Makes changes outlast a restart. */
    public interface Store {
        /** Null, or why it does not. */
        String save();
    }

    private record Pending(Callable<Result> change, CompletableFuture<Result> answer) {}

    private record Made(Result result, CompletableFuture<Result> answer) {}

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Store store;
    /** Owns: which change is made next, and with it all that makes snapshots and keeps what has been changed. */
    private final Thread thread = new Thread(this::run, "control");
    /** Held while something is kept, which an interrupt would break. */
    private final Lock saving = new ReentrantLock();

    private volatile boolean isStopping;
    private boolean isBehind;

    public ChangeThread(Store store) {
        this.store = store;
        thread.setDaemon(true); // the disk that it writes to may not answer
    }

    public void start() {
        thread.start();
    }

    /** Ends the thread. What has not begun is not done. A disk that does not answer is waited for no longer than so. */
    public void stop() throws InterruptedException {
        isStopping = true;
        if (!saving.tryLock(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            Logger.warn("what has been changed is not on the disk yet: it does not answer");
            return;
        }
        try {
            thread.interrupt();
        } finally {
            saving.unlock();
        }
        thread.join(TIMEOUT_MS);
    }

    /** On the thread control, when those before are done. What takes too long goes on without the caller. */
    public Result inTurn(Callable<Result> change) {
        final Pending pending = new Pending(change, new CompletableFuture<>());
        if (isStopping) {
            return STOPPING;
        }
        if (!queue.offer(pending)) {
            return new Result(Outcome.BUSY, "too much is to be changed; ask again later");
        }
        try {
            return pending.answer().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return isStopping ? STOPPING : new Result(Outcome.BUSY, "it is not done yet; ask again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return STOPPING;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a change of a backend has failed", e.getCause());
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                final Pending next = isBehind ? queue.poll(RETRY_MS, TimeUnit.MILLISECONDS) : queue.take();
                answer(make(next));
            } catch (InterruptedException e) {
                break; // Weir stops
            }
        }
        for (Pending late = queue.poll(); late != null; late = queue.poll()) {
            late.answer().complete(STOPPING);
        }
    }

    /** That one, and those that wait behind it. None when there is none, but something is to be kept again. */
    private List<Made> make(Pending first) {
        final List<Made> made = new ArrayList<>();
        for (Pending next = first; next != null; next = made.size() < TOGETHER_MAX ? queue.poll() : null) {
            try {
                made.add(new Made(next.change().call(), next.answer()));
            } catch (InterruptedException e) {
                next.answer().complete(STOPPING);
                break;
            } catch (Exception e) {
                Logger.error(e, "a bug in what changes backends");
                next.answer().completeExceptionally(e);
            }
        }
        return made;
    }

    private String save() {
        try {
            return store.save();
        } catch (RuntimeException e) {
            Logger.error(e, "a bug in what keeps changes");
            return "a bug in Weir";
        }
    }

    private void answer(List<Made> made) {
        final String trouble;
        saving.lock();
        try {
            Thread.interrupted(); // told by the flag
            trouble = save();
        } finally {
            saving.unlock();
        }
        isBehind = trouble != null;
        for (Made one : made) {
            one.answer().complete(trouble == null ? one.result() : one.result().notSaved(trouble));
        }
    }
}
