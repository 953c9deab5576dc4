package weir.app;

import java.util.function.Consumer;
import org.tinylog.Logger;
import weir.config.FileReason;
import weir.model.AccessLog;
import weir.time.Clock;

/** Says that the access log cannot be written, once in a while. Thread: the one that finds it, log or probe. */
final class AccessLogTrouble implements Consumer<Throwable> {
    private static final long PAUSE_NS = 10_000_000_000L;

    private final AccessLog log;
    private final Clock clock;
    private final LogRateLimit limit = new LogRateLimit(PAUSE_NS);

    AccessLogTrouble(AccessLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void accept(Throwable trouble) {
        if (limit.maySay(clock.nowNs())) {
            Logger.error(
                    log.syslog() == null
                            ? "access log {} cannot be written, lines are lost: {}"
                            : "access log {} cannot be reached: {}",
                    log.target(),
                    FileReason.of(trouble));
            Logger.debug(trouble, "trace");
        }
    }
}
