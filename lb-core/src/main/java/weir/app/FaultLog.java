package weir.app;

import java.util.function.Consumer;
import org.tinylog.Logger;
import weir.balance.PickerFault;
import weir.time.Clock;

/**
 * Logs what the barrier caught, which are bugs of ours, and what own algorithms do wrong: each at a bounded rate, in
 * one line; the stack trace at level debug. Thread: one loop.
 */
final class FaultLog implements Consumer<Throwable> {
    private static final long PAUSE_NS = 1_000_000_000;

    private final Clock clock;
    private final Line bugs = new Line("a bug in Weir closed a connection");
    private final Line pickerFaults = new Line("a fault of an own algorithm");

    FaultLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void accept(Throwable fault) {
        (fault instanceof PickerFault ? pickerFaults : bugs).log(fault, clock.nowNs());
    }

    /** One kind of fault, which must not hide another kind. */
    private static final class Line {
        private final String what;
        private final LogRateLimit limit = new LogRateLimit(PAUSE_NS);
        private long suppressed;

        Line(String what) {
            this.what = what;
        }

        void log(Throwable fault, long nowNs) {
            if (!limit.maySay(nowNs)) {
                suppressed++;
                return;
            }
            final StackTraceElement[] trace = fault.getStackTrace();
            Logger.error(
                    "{}: {}{} ({} more suppressed); level debug shows the trace",
                    what,
                    fault,
                    trace.length > 0 ? " at " + trace[0] : "",
                    suppressed);
            Logger.debug(fault, "trace");
            suppressed = 0;
        }
    }
}
