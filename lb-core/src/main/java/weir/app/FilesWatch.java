package weir.app;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.tinylog.Logger;

/**
 * Looks every few seconds whether certificates have been renewed or lists of networks changed, on the thread
 * {@code files}. A file system that does not answer holds up that thread alone: no health check, no client and no stop.
 *
 * <p>{@link #start} and {@link #stop}: whoever starts and stops Weir.
 */
final class FilesWatch {
    private static final long PERIOD_NS = 2_000_000_000;
    /** It is not interrupted, as that would break a read that goes well. */
    private static final int STOP_MS = 200;

    private final List<Runnable> looks;
    /** Owns: nothing but what it reads; engines are exchanged as a whole, for any thread. */
    private final Thread thread = new Thread(this::run, "files");

    private volatile boolean isStopping;

    /** @param looks each reads what has changed of its files */
    FilesWatch(List<Runnable> looks) {
        this.looks = looks;
        thread.setDaemon(true); // a read may block forever
    }

    void start() {
        thread.start();
    }

    /** Waits a moment for the thread to end; if it reads, it ends afterwards. */
    void stop() throws InterruptedException {
        isStopping = true;
        LockSupport.unpark(thread);
        thread.join(STOP_MS);
    }

    private void run() {
        while (!isStopping) {
            LockSupport.parkNanos(PERIOD_NS);
            for (Runnable look : looks) {
                if (!isStopping) {
                    look.run();
                }
            }
        }
    }

    /** For the log; {@code what} is a name, or what is wrong. */
    static void tell(String whose, boolean isGood, String what) {
        if (isGood) {
            Logger.info("{}: new certificates are in use ({})", whose, what);
        } else {
            Logger.error("{}: the new certificates cannot be used, the old ones stay: {}", whose, what);
        }
    }
}
