package weir.app;

import java.util.concurrent.atomic.AtomicInteger;
import org.tinylog.Logger;

/**
 * Ignores SIGUSR2 with a line. The JVM itself uses that signal, to stop a thread whose stack it samples for a flight
 * recording; from outside it crashes JDK 17. With the signal ignored a recording has no samples of running threads, so
 * the JVM has its own handler back for as long as one runs.
 *
 * <p>Any thread: a recording is begun and ended by whoever asks for it.
 */
final class UserSignal2 {
    private static final String NAME = "USR2";
    private static final long PAUSE_NS = 10_000_000_000L;

    private final AtomicInteger lastAsked = new AtomicInteger();
    private final LogRateLimit limit = new LogRateLimit(PAUSE_NS);
    /** Null while the JVM has its own handler. */
    private Runnable undo;

    private UserSignal2() {}

    /** From here on. */
    static void ignore() {
        final UserSignal2 signal = new UserSignal2();
        signal.take();
        if (hasRecorder()) {
            FlightRecordings.watch(signal::update);
        }
    }

    /** The JDK's module for it is there. */
    private static boolean hasRecorder() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    private static boolean isRecording() {
        return hasRecorder() && FlightRecordings.isOneRunning();
    }

    /**
     * A recording has begun or ended. The recorder is asked without this object's lock, as it has one itself, so two
     * threads may have their answers in one order and act in the other: an answer counts unless somebody has begun to
     * ask after it was asked for.
     */
    private void update() {
        final int asked = lastAsked.incrementAndGet();
        act(asked, isRecording());
    }

    private synchronized void act(int asked, boolean isRecording) {
        if (asked != lastAsked.get()) {
            return;
        }
        if (isRecording) {
            giveBack();
        } else {
            take();
        }
    }

    private synchronized void take() {
        if (undo == null) {
            undo = Signals.handle(NAME, this::onSignal);
        }
    }

    private synchronized void giveBack() {
        if (undo != null) {
            undo.run();
            undo = null;
        }
    }

    /**
     * A recording that has just begun may ask for samples before it tells that it has. Not under this object's lock, as
     * the recorder has one, too.
     */
    private void onSignal() {
        if (!isRecording() && isTimeToSay(System.nanoTime())) {
            Logger.warn("SIGUSR2 is ignored: it has no meaning here");
        }
    }

    /** Once in a while. */
    private synchronized boolean isTimeToSay(long nowNs) {
        return limit.maySay(nowNs);
    }
}
