package weir.app;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tinylog.Logger;

/**
 * Turns SIGTERM and SIGINT into an orderly end with exit status 0. A second one ends at once, as does an end that takes much longer than it may.
 *
 * <p>The JVM answers these signals by running its shutdown hooks and then reports death by signal (143, 130), which a
 * service manager counts as a crash. So the hook does the stopping, however long that takes, and then halts with 0.
 * {@link System#exit} is no way out of a hook: it would wait for that very hook. The price of halting is that other hooks
 * may be cut short; whatever must reach a disk has to be flushed by {@code stop}.
 *
 * <p>Thread: created and awaited by the main thread; {@code stop} runs once, on the hook's thread or the interrupted one.
 */
final class GracefulEnd {
    /** Beyond what {@code stop} may take: each of its steps has a bound of its own, so this is for what has none, such as a terminal that takes no output. */
    private static final int BEYOND_MS = 15_000;
    /** How long a line about it may take: where it goes may be what is stuck. */
    private static final int LINE_MS = 500;

    private final Runnable stop;
    private final int longestMs;
    private final PrintWriter err;
    private final Thread hook;
    private final AtomicBoolean isAsked = new AtomicBoolean();

    /**
     * From here on a signal ends the process through {@code stop}.
     *
     * @param stopMs how long that may take
     */
    GracefulEnd(Runnable stop, int stopMs, PrintWriter err) {
        this.stop = stop;
        this.longestMs = stopMs + BEYOND_MS;
        this.err = err;
        this.hook = new Thread(this::stopAndHalt, "stop");
        Logger.isWarnEnabled(); // the logger makes itself when first used, and within a hook it no longer could
        Runtime.getRuntime().addShutdownHook(hook);
        Signals.handle("TERM", () -> onSignal(143)); // where they cannot be had, the JVM's own handlers run the hook
        Signals.handle("INT", () -> onSignal(130));
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
        int status = ExitCode.FINE;
        try {
            stop.run();
        } catch (RuntimeException | Error e) {
            status = OneLineErrors.report(e, err);
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
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
