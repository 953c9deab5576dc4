package weir.app;

import java.util.ArrayList;
import java.util.List;
import org.tinylog.Logger;

/**
 * What operators send to a Weir beside what stops it. Without a handler most of these signals would end the process, so
 * it is there from before the start; what is asked for in the middle of the start is done at its end.
 *
 * <p>Thread: made, told of the start and closed by the main thread; each signal comes on a thread of its own.
 */
final class OperatorSignals implements AutoCloseable {
    private final List<Runnable> undo = new ArrayList<>();
    /** Null until it runs. */
    private Weir weir;

    private boolean hasToReopen;

    OperatorSignals() {
        undo.add(Signals.handle("USR1", this::reopen));
        undo.add(Signals.handle(
                "HUP", () -> Logger.warn("SIGHUP: this version cannot reload its configuration; going on as before")));
        UserSignal2.ignore();
    }

    synchronized void started(Weir started) {
        weir = started;
        if (hasToReopen) {
            reopen();
        }
    }

    private synchronized void reopen() {
        if (weir == null) {
            hasToReopen = true;
        } else {
            weir.reopenAccessLog();
            Logger.info("SIGUSR1: the access log is opened anew");
        }
    }

    /** Signals mean what they meant before; SIGUSR2, which can end the JVM, is ignored ever after. */
    @Override
    public void close() {
        undo.forEach(Runnable::run);
    }
}
