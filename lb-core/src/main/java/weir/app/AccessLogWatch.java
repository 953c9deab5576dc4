package weir.app;

import java.io.IOException;
import java.util.function.Consumer;
import weir.accesslog.AccessWriter;
import weir.net.EventLoop;
import weir.time.Timer;

/**
 * Looks once a second whether a write to the access log is stuck, which the writer itself cannot say: the reader of a
 * pipe may be frozen, or a file system gone. Thread: probe.
 */
final class AccessLogWatch {
    private static final long LOOK_EVERY_NS = 1_000_000_000;
    private static final long STUCK_NS = 3_000_000_000L;

    private final AccessWriter writer;
    private final EventLoop loop;
    private final Consumer<Throwable> trouble;
    private final Timer timer = new Timer(nowNs -> look());

    /** @param trouble told of it, at a bounded rate */
    AccessLogWatch(AccessWriter writer, EventLoop loop, Consumer<Throwable> trouble) {
        this.writer = writer;
        this.loop = loop;
        this.trouble = trouble;
    }

    /** Before the loop runs. */
    void start() {
        loop.timers().set(timer, loop.nowNs() + LOOK_EVERY_NS);
    }

    private void look() {
        if (writer.writingForNs() > STUCK_NS) {
            trouble.accept(new IOException("nothing takes its lines"));
        }
        start();
    }
}
