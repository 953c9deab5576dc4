package weir.app;

import java.util.function.Consumer;
import org.tinylog.Logger;
import weir.time.Clock;

/** Logs what the barrier caught: bugs of ours, at a bounded rate, in one line each; the stack trace at level debug. Thread: one loop. */
final class FaultLog implements Consumer<Throwable> {
    private static final long PAUSE_NS = 1_000_000_000;

    private final Clock clock;
    private boolean hasLogged;
    private long loggedNs;
    private long suppressed;

    FaultLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void accept(Throwable fault) {
        final long nowNs = clock.nowNs();
        if (hasLogged && nowNs - loggedNs < PAUSE_NS) {
            suppressed++;
            return;
        }
        hasLogged = true;
        loggedNs = nowNs;
        final StackTraceElement[] trace = fault.getStackTrace();
        Logger.error(
                "a bug in Weir closed a connection: {} at {} ({} more suppressed); level debug shows the trace",
                fault,
                trace.length > 0 ? trace[0] : "unknown place",
                suppressed);
        Logger.debug(fault, "trace");
        suppressed = 0;
    }
}
