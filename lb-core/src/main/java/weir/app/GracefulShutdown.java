package weir.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tinylog.Logger;

/**
 * Turns SIGTERM and SIGINT into an orderly end with exit status 0. A second one ends at once, as does an end that takes
 * much longer than it may.
 *
 * <p>It is there before anything is started, because the kernel accepts clients as soon as a socket listens. A signal
 * in the middle of the start lets it come to its end, and then stops what is there: who has connected meanwhile is
 * served.
 *
 * <p>The JVM answers these signals by running its shutdown hooks and then reports death by signal (143, 130), which a
 * service manager counts as a crash. So the hook does the stopping, however long that takes, and then halts with 0.
 * {@link System#exit} is no way out of a hook: it would wait for that very hook. The price of halting is that other
 * hooks may be cut short; whatever must reach a disk has to be flushed by {@code stop}.
 *
 * <p>Thread: created, told of the start, awaited and closed by the main thread; {@code stop} runs once, on the hook's
 * thread or the interrupted one.
 */
final class GracefulShutdown implements AutoCloseable {
    /**
     * Beyond what {@code stop} may take: each of its steps has a bound of its own, which are 22 s together should all
     * be held up (the change under way 4, certificates 0.2, the loops 5, who is told of events 4, the admin API 6, the
     * access log 2.5). So this is for what has none, such as a terminal that takes no output.
     */
    private static final int BEYOND_MS = 30_000;
    /** How long a line about it may take: where it goes may be what is stuck. */
    private static final int LINE_MS = 500;

    private enum Phase {
        /** Nothing is there that would have to be stopped; processes of the demo end when this one does. */
        BEFORE_START,
        STARTING,
        RUNNING,
        FAILED
    }

    private final PrintWriter err;
    private final Thread hook;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final List<Runnable> undo = new ArrayList<>();
    private volatile int longestMs = BEYOND_MS;

    private Phase phase = Phase.BEFORE_START;
    private Runnable stop;
    /** Of the process, when the start has failed. */
    private int failure = ExitCode.FAILURE;

    /** From here on a signal ends the process in order. */
    GracefulShutdown(PrintWriter err) {
        this.err = err;
        // Owns: the end of the process, from its start on; asks loops to end as any thread may.
        this.hook = new Thread(this::stopAndHalt, "stop");
        Logger.isWarnEnabled(); // the logger makes itself when first used, and within a hook it no longer could
        Runtime.getRuntime().addShutdownHook(hook);
        undo.add(Signals.handle("TERM", () -> onSignal(143))); // where they cannot be had, the JVM's own run the hook
        undo.add(Signals.handle("INT", () -> onSignal(130)));
    }

    /**
     * From here on there may be clients.
     *
     * @param stopMs how long it may take to stop
     */
    synchronized void starting(int stopMs) {
        longestMs = stopMs + BEYOND_MS;
        phase = Phase.STARTING;
    }

    /** The start is over. */
    synchronized void running(Runnable stop) {
        this.stop = stop;
        phase = Phase.RUNNING;
        notifyAll();
    }

    /** The start is over, and why it has failed is said. Returns {@code status}. */
    synchronized int failed(int status) {
        failure = status;
        phase = Phase.FAILED;
        notifyAll();
        return status;
    }

    /**
     * The same for what nobody expected, which is said here: a signal that waits would end the process before anybody
     * else says it.
     */
    int failed(Throwable unexpected) {
        return failed(OneLineErrors.report(unexpected, err));
    }

    /** Signals mean what they meant before. */
    @Override
    public synchronized void close() {
        if (phase != Phase.RUNNING) {
            failed(failure);
        }
        removeHook();
        undo.forEach(Runnable::run);
        undo.clear();
    }

    /** @param status of an end by that signal */
    private void onSignal(int status) {
        if (isAsked.compareAndSet(false, true)) {
            System.exit(status); // runs the hook, and waits for it on this thread, which is the signal's own
        } else {
            haltWith("stopping at once, as asked a second time", status);
        }
    }

    /** Blocks until the process ends. An interrupt is a request to stop, too: then it stops here and returns. */
    void await() {
        try {
            new CountDownLatch(1).await(); // nobody counts down: only a signal or an interrupt ends this
        } catch (InterruptedException e) {
            if (removeHook()) {
                stop.run();
            }
        }
    }

    private void stopAndHalt() {
        startDaemon("stop-limit", this::haltWhenTooLate);
        int status;
        try {
            status = stop();
        } catch (RuntimeException | Error e) {
            status = OneLineErrors.report(e, err);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    private int stop() throws InterruptedException {
        switch (awaitStart()) {
            case RUNNING -> stop.run();
            case FAILED -> {
                return failure;
            }
            default -> err.println("weir: stopped before it had started");
        }
        return ExitCode.FINE;
    }

    private synchronized Phase awaitStart() throws InterruptedException {
        while (phase == Phase.STARTING) {
            wait();
        }
        return phase;
    }

    private void haltWhenTooLate() {
        try {
            Thread.sleep(longestMs);
            haltWith("the stop did not end in " + longestMs + " ms", ExitCode.FAILURE);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }

    private void haltWith(String line, int status) {
        try {
            startDaemon("last-line", () -> err.println("weir: " + line)).join(LINE_MS);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    private static Thread startDaemon(String name, Runnable task) {
        // Owns: nothing; it waits, or prints a line that may be stuck.
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** False when the hook is running already. */
    private boolean removeHook() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
