package weir.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tinylog.Logger;
import weir.accesslog.AccessWriter;
import weir.admin.AdminServer;
import weir.control.NameThread;
import weir.control.Publisher;
import weir.control.Shutdown;
import weir.health.HealthMonitor;
import weir.net.NioNetwork;
import weir.notify.Notifier;
import weir.snapshot.Snapshot;
import weir.time.Clock;

/**
 * The threads of one Weir, and the order in which they end. {@link StartUp} hands over each as soon as it is there;
 * what it has not come to is null, and left out of the end.
 *
 * <p>Thread: the one that starts, then the one that stops; what is only read, any.
 */
final class Running {
    /** When all else has ended, what is left for the access log is written in this time or not at all. */
    private static final int LOG_STOP_MS = 2_000;
    /** All loops together, the probe's too, have this time to end when nothing is left to do. */
    private static final int LOOPS_STOP_MS = 5_000;

    private final List<NioNetwork> networks = new ArrayList<>();
    private final List<LoopThread> loops = new ArrayList<>();
    private ProbeThread probe;
    private Publisher publisher;
    /** Null when there is none, and so are those below. */
    private AccessWriter accessLog;

    private FilesWatch certificateFiles;
    private Notifier notifier;
    private BackendControl backends;
    private AdminServer admin;
    private NameThread names;
    private volatile boolean isStopping;

    // --- the start hands over

    /** Whoever runs on it closes it at its end; one that nobody has come to run on is closed when the start fails. */
    NioNetwork newNetwork() throws IOException {
        final NioNetwork network = new NioNetwork();
        networks.add(network);
        return network;
    }

    void add(LoopThread loop) {
        loops.add(loop);
    }

    void add(ProbeThread probe) {
        this.probe = probe;
    }

    void add(Publisher publisher) {
        this.publisher = publisher;
    }

    void add(AccessWriter accessLog) {
        this.accessLog = accessLog;
    }

    void add(FilesWatch certificateFiles) {
        this.certificateFiles = certificateFiles;
    }

    void add(Notifier notifier) {
        this.notifier = notifier;
    }

    void add(BackendControl backends) {
        this.backends = backends;
    }

    void add(AdminServer admin) {
        this.admin = admin;
    }

    void add(NameThread names) {
        this.names = names;
    }

    // --- while it runs

    List<LoopThread> loops() {
        return loops;
    }

    HealthMonitor monitor() {
        return probe.monitor();
    }

    /** On the probe loop; false when its mailbox is full. */
    boolean post(Runnable task) {
        return probe.loop().post(task);
    }

    /** What everyone goes by. */
    Snapshot snapshot() {
        return publisher.current();
    }

    Summary summary() {
        return new Summary(List.copyOf(loops), probe.loop().counters(), accessLog, notifier);
    }

    /** Of the pool of that name, where its algorithm counts that. */
    int inFlight(String pool) {
        final Snapshot snapshot = snapshot();
        final int index = snapshot.poolIndex(pool);
        if (index < 0) {
            throw new IllegalArgumentException("no pool " + pool);
        }
        return snapshot.pool(index).loads().total();
    }

    void reopenAccessLog() {
        if (accessLog != null) {
            accessLog.reopen();
        }
    }

    boolean isStopping() {
        return isStopping;
    }

    // --- the end

    /** Does nothing when it has been called before. One thread at a time. */
    void stop(int shutdownMs) {
        if (isStopping) {
            return;
        }
        isStopping = true;
        if (admin != null) {
            admin.drain();
        }
        final int left = new Shutdown(List.copyOf(loops), Clock.SYSTEM).drain(shutdownMs);
        if (left > 0) {
            Logger.warn("{} client connections were still busy when the time for stopping was up", left);
        }
        try {
            end();
            stopAccessLog();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopAccessLog() throws InterruptedException {
        if (accessLog != null && !accessLog.stop(LOG_STOP_MS)) {
            Logger.warn(
                    "access log {} took nothing for {} ms: {} lines are lost",
                    snapshot().configuration().accessLog().target(),
                    LOG_STOP_MS,
                    accessLog.linesLost());
        }
    }

    /** The start has failed: ends what runs already, and closes what nobody has come to run on. */
    void abandon() {
        isStopping = true;
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        networks.forEach(Running::close);
        if (accessLog != null) {
            accessLog.close();
        }
    }

    private static void close(NioNetwork network) {
        try {
            network.close();
        } catch (IOException e) {
            Logger.debug(e, "closing a selector");
        }
    }

    /** Ends all threads but that of the access log, those that a start has not come to as well. */
    private void end() throws InterruptedException {
        if (names != null) {
            names.stop();
        }
        if (backends != null) {
            backends.stop(); // while the loops still answer
        }
        if (certificateFiles != null) {
            certificateFiles.stop();
        }
        loops.forEach(LoopThread::stop);
        if (probe != null) {
            probe.stop();
        }
        joinLoops();
        if (notifier != null) {
            notifier.stop();
        }
        if (admin != null) {
            admin.stop(); // last of all that answers, so that it can say that Weir is stopping
        }
    }

    /**
     * A loop ends within a turn, unless an own algorithm or a file system holds it up: that must not hold up whoever
     * stops.
     */
    private void joinLoops() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + LOOPS_STOP_MS * 1_000_000L;
        final Stream<Thread> ofLoops = loops.stream().map(LoopThread::thread);
        final Stream<Thread> ofProbe = Stream.ofNullable(probe).map(ProbeThread::thread);
        for (Thread thread : Stream.concat(ofLoops, ofProbe).toList()) {
            thread.join(Math.max(1, (deadlineNs - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) {
                Logger.warn(
                        "thread {} has not ended within {} ms: Weir stops without it", thread.getName(), LOOPS_STOP_MS);
            }
        }
    }
}
