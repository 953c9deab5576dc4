package weir.app;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.tinylog.Logger;

/**
 * Turns SIGTERM and SIGINT into an orderly end with exit status 0.
 *
 * <p>The JVM answers these signals by running its shutdown hooks and then reports death by signal (143, 130), which a
 * service manager counts as a crash. So the hook does the stopping, however long that takes, and then halts with 0.
 * {@link System#exit} is no way out of a hook: it would wait for that very hook. The price of halting is that other hooks
 * may be cut short; whatever must reach a disk has to be flushed by {@code stop}.
 *
 * <p>Thread: created and awaited by the main thread; {@code stop} runs once, on the hook's thread or the interrupted one.
 */
final class GracefulEnd {
    private final Runnable stop;
    private final PrintWriter err;
    private final Thread hook;

    /** From here on a signal ends the process through {@code stop}. */
    GracefulEnd(Runnable stop, PrintWriter err) {
        this.stop = stop;
        this.err = err;
        this.hook = new Thread(this::stopAndHalt, "stop");
        Logger.isWarnEnabled(); // the logger makes itself when first used, and within a hook it no longer could
        Runtime.getRuntime().addShutdownHook(hook);
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

    /** False when the hook is running already. */
    private boolean removeHook() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
