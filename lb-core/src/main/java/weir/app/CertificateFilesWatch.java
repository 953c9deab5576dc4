package weir.app;

import java.util.List;
import org.tinylog.Logger;
import weir.net.EventLoop;
import weir.time.Timer;
import weir.tls.CertificateWatch;

/**
 * Looks every few seconds whether certificates have been renewed. It blocks on the disk for as long as asking for the age of a few files takes, so it runs on
 * the probe loop and not on one that has clients.
 */
final class CertificateFilesWatch implements Timer.Target {
    private static final long PERIOD_NS = 2_000_000_000;

    private final EventLoop loop;
    private final List<CertificateWatch> watches;
    private final Timer timer = new Timer(this);

    CertificateFilesWatch(EventLoop loop, List<CertificateWatch> watches) {
        this.loop = loop;
        this.watches = watches;
    }

    /** Before the loop's thread starts. */
    void start() {
        loop.timers().set(timer, loop.nowNs() + PERIOD_NS);
    }

    @Override
    public void onTimer(long nowNs) {
        loop.timers().set(timer, nowNs + PERIOD_NS); // first, so that a failure below does not end the watch
        watches.forEach(CertificateWatch::look);
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
