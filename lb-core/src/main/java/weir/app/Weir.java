package weir.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tinylog.Logger;
import weir.accesslog.AccessRing;
import weir.accesslog.AccessWriter;
import weir.accesslog.EndWords;
import weir.admin.AdminServer;
import weir.admin.Facts;
import weir.balance.UnfitAlgorithm;
import weir.buf.BufferPool;
import weir.buf.BufferStock;
import weir.config.FileReason;
import weir.control.KeptChanges;
import weir.control.NameThread;
import weir.control.Publisher;
import weir.control.Restoration;
import weir.control.Shutdown;
import weir.control.StateFile;
import weir.health.Probe;
import weir.http.Fault;
import weir.model.AccessLog;
import weir.model.AddressText;
import weir.model.Configuration;
import weir.model.ExchangeEnd;
import weir.model.KeptState;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerMode;
import weir.model.OnDown;
import weir.model.Pool;
import weir.net.ConnectionLimit;
import weir.net.DescriptorShare;
import weir.net.Descriptors;
import weir.net.EventLoop;
import weir.net.ListenSocket;
import weir.net.NioNetwork;
import weir.notify.Notifier;
import weir.snapshot.HostBook;
import weir.snapshot.LoopPort;
import weir.snapshot.Snapshot;
import weir.stats.Counter;
import weir.stats.Counters;
import weir.stats.OutcomeRing;
import weir.text.OneLine;
import weir.time.Clock;

/**
 * A running balancer: the embedding API.
 *
 * <pre>{@code
 * Weir weir = Weir.start(configuration);
 * ...
 * weir.stop();
 * }</pre>
 *
 * <p>A thread of Weir's that dies, because memory is out or of a bug that no barrier has caught, is told to the default handler of uncaught exceptions, which
 * belongs to the application: Weir never ends a JVM that it was only embedded in. The command line does ({@link LastResort}).
 *
 * <p>Any thread.
 */
public final class Weir {
    /** When all else has ended, what is left for the access log is written in this time or not at all. */
    private static final int LOG_STOP_MS = 2_000;

    /** All loops together, the probe's too, have this time to end when nothing is left to do. */
    private static final int LOOPS_STOP_MS = 5_000;

    private static final List<Counter> HEALTH_TOTALS =
            List.of(Counter.EJECTIONS, Counter.EJECTIONS_SHADOWED, Counter.EJECTIONS_SPARED, Counter.PANICS);

    /** Where one listener really listens; {@code mode} and {@code pool} are for people. */
    public record Bound(String name, SocketAddress address, String mode, String pool, boolean hasTls) {
        /** 0 when it is a Unix socket. */
        public int port() {
            return address instanceof InetSocketAddress internet ? internet.getPort() : 0;
        }

        /** As a URL has it. */
        String scheme() {
            if (mode.equals(ListenerMode.TCP.word())) {
                return hasTls ? "tls" : "tcp";
            }
            return hasTls ? "https" : "http";
        }
    }

    /** As the user has written it; and with what operators had changed before. */
    private final Configuration configured;

    private final Restoration restored;
    private final Configuration configuration;
    /** Null when there is none. */
    private final StateFile stateFile;

    private final List<LoopThread> loops = new ArrayList<>();
    private final List<Bound> bound = new ArrayList<>();
    /** Of all loops' connections. */
    private final Descriptors descriptors = new Descriptors(Integer.MAX_VALUE);

    private final List<NioNetwork> networks = new ArrayList<>();
    private Snapshot snapshot;
    private Publisher publisher;
    /** Null before it has started. */
    private NameThread names;

    private EventLoop probeLoop;
    private Thread probeThread;
    private Probe probe;
    private TlsSetup tls;
    /** Null when there are none to watch. */
    private CertificateFilesWatch certificateFiles;
    /** Null when there is none. */
    private AccessWriter accessLog;

    /** Null when there is none. */
    private ListenSocket adminSocket;
    /** Null when there is none. */
    private AdminServer admin;

    /** Null as long as there is no admin API. */
    private LiveBackends backends;

    /** Null when nobody wants to be told. */
    private Notifier notifier;

    private InetSocketAddress adminAddress;
    private volatile boolean isStopped;

    private Weir(Configuration configured) throws StartFailure {
        this.configured = configured;
        final Optional<KeptState> kept = KeptBefore.read(configured.stateFile());
        restored = Restoration.of(configured, kept.orElse(KeptState.NONE));
        configuration = restored.configuration();
        stateFile =
                kept.map(state -> new StateFile(configured.stateFile(), state)).orElse(null);
    }

    /**
     * Binds all listeners and starts all threads. When it fails nothing is left behind.
     *
     * @throws StartFailure an address cannot be bound, the access log cannot be opened, the state file cannot be understood, or the system has too little to offer
     */
    public static Weir start(Configuration configuration) throws StartFailure {
        return start(configuration, () -> {});
    }

    /** @param lastStep taken when all is there but the loops do not run yet; for the test of what happens when that late something fails */
    static Weir start(Configuration configuration, Runnable lastStep) throws StartFailure {
        if (configuration == null) {
            throw new IllegalArgumentException("configuration: null, must be given");
        } else if (configuration.listeners().isEmpty()) {
            throw new StartFailure("listeners", "none, must be one at least");
        }
        final Weir weir = new Weir(configuration);
        weir.restored.notes().forEach(note -> Logger.warn("state file: {}", note));
        final BufferBudget budget = BufferBudget.of(weir.configuration);
        budget.note().ifPresent(Logger::info);
        final List<List<ListenSocket>> sockets = new ArrayList<>();
        boolean isRunning = false;
        try {
            FirstUse.ofAll();
            weir.tls = TlsSetup.of(configuration);
            weir.openAccessLog();
            weir.requireFree(); // all before the first is bound: a wildcard of ours would keep a port of one
            // address from us
            for (Listener listener : configuration.listeners()) {
                final List<ListenSocket> ofListener = new ArrayList<>();
                sockets.add(ofListener);
                weir.bind(listener, ofListener);
            }
            weir.bindAdmin();
            weir.run(sockets, budget, lastStep);
            isRunning = true;
            return weir;
        } catch (IOException e) {
            throw new StartFailure("cannot start: " + OneLine.reason(e));
        } catch (UnfitAlgorithm e) {
            throw new StartFailure("balance: " + e.getMessage());
        } finally {
            if (!isRunning) {
                weir.undo(sockets);
            }
        }
    }

    private void undo(List<List<ListenSocket>> sockets) {
        isStopped = true;
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(Weir::closeAll);
        if (adminSocket != null) {
            closeAll(List.of(adminSocket));
        }
        networks.forEach(Weir::close);
        if (accessLog != null) {
            accessLog.close();
        }
    }

    /** Whoever runs on it closes it at its end; one that nobody has come to run on is closed when the start fails. */
    private NioNetwork newNetwork() throws IOException {
        final NioNetwork network = new NioNetwork();
        networks.add(network);
        return network;
    }

    private static void close(NioNetwork network) {
        try {
            network.close();
        } catch (IOException e) {
            Logger.debug(e, "closing a selector");
        }
    }

    private void openAccessLog() throws StartFailure {
        final AccessLog log = configuration.accessLog();
        if (!log.isOn()) {
            return;
        }
        final EndWords words = new EndWords(
                Arrays.stream(ExchangeEnd.values()).map(ExchangeEnd::word).toList(),
                Arrays.stream(Fault.values()).map(Fault::word).toList());
        final Path file = log.isStdout() ? null : log.file();
        try {
            accessLog = new AccessWriter(
                    file,
                    log.format() == AccessLog.Format.JSON,
                    words,
                    Clock.SYSTEM,
                    new AccessLogTrouble(log.file(), Clock.SYSTEM));
            if (file != null && AccessWriter.mayBlock(file)) {
                Logger.info(
                        "access log {} is no regular file: what its reader does not take is dropped and counted", file);
            }
        } catch (IOException e) {
            throw new StartFailure("log.access", OneLine.of(log.file() + " cannot be opened: " + FileReason.of(e)));
        }
    }

    private void requireFree() throws StartFailure {
        for (Listener listener : configuration.listeners()) {
            requireFree("listeners." + listener.name(), listener.bind());
        }
        if (configuration.admin().isOn()) {
            requireFree("admin", configuration.admin().bind());
        }
    }

    private static void requireFree(String section, SocketAddress address) throws StartFailure {
        try {
            ListenSocket.requireFree(address);
        } catch (IOException | RuntimeException e) {
            throw cannotBind(section, address, e);
        }
    }

    /** A socket for each loop, all on the same address; those that are bound when it fails are in the list as well. */
    private void bind(Listener listener, List<ListenSocket> sockets) throws StartFailure {
        SocketAddress address = listener.bind();
        try {
            if (address instanceof UnixDomainSocketAddress unix) {
                final ListenSocket shared = ListenSocket.bind(unix, listener.socketMode(), configuration.loops());
                sockets.addAll(Collections.nCopies(configuration.loops(), shared));
            } else {
                for (int i = 0; i < configuration.loops(); i++) {
                    sockets.add(ListenSocket.bind((InetSocketAddress) address));
                    address = sockets.get(0).address(); // port 0 becomes a real one
                }
            }
        } catch (IOException | RuntimeException e) {
            throw cannotBind("listeners." + listener.name(), listener.bind(), e);
        }
        bound.add(new Bound(
                listener.name(), address, listener.mode().word(), poolName(listener), listener.tls() != null));
    }

    private void bindAdmin() throws StartFailure {
        if (!configuration.admin().isOn()) {
            return;
        }
        final InetSocketAddress address = configuration.admin().bind();
        try {
            adminSocket = ListenSocket.bind(address);
            adminAddress = (InetSocketAddress) adminSocket.address();
        } catch (IOException | RuntimeException e) {
            throw cannotBind("admin", address, e);
        }
    }

    private static StartFailure cannotBind(String section, SocketAddress address, Exception why) {
        return new StartFailure(section + ".bind", Url.authority(address) + ' ' + cannotBind(why));
    }

    /** For people. */
    static String cannotBind(Exception why) {
        final boolean isInUse =
                why instanceof BindException && String.valueOf(why.getMessage()).contains("in use");
        return isInUse ? "is in use" : "cannot be bound: " + OneLine.reason(why);
    }

    private String poolName(Listener listener) {
        if (listener.mode() == ListenerMode.HTTPS_REDIRECT) {
            return "https";
        }
        return listener.defaultPool() < 0
                ? "by route"
                : configuration.pools().get(listener.defaultPool()).name();
    }

    private static void closeAll(List<ListenSocket> sockets) {
        for (ListenSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                Logger.debug(e, "closing a listening socket");
            }
        }
    }

    private void run(List<List<ListenSocket>> sockets, BufferBudget budget, Runnable lastStep)
            throws IOException, StartFailure {
        snapshot = Snapshot.of(configuration, 1);
        final List<ConnectionLimit> limits = connectionLimits();
        for (int number = 0; number < configuration.loops(); number++) {
            final AccessRing ring = accessLog == null ? null : accessLog.addRing(budget.accessRecords());
            final LoopThread loop = new LoopThread(
                    number,
                    newNetwork(),
                    new DescriptorShare(descriptors, DescriptorBudget.perUpstream(configuration, tls)),
                    snapshot,
                    budget,
                    () -> probe.nudge(),
                    ring,
                    tls);
            loops.add(loop);
            for (int listener = 0; listener < sockets.size(); listener++) {
                loop.listen(
                        listener,
                        snapshot,
                        sockets.get(listener).get(number),
                        limits.get(listener),
                        DescriptorBudget.perConnection(
                                configuration.listeners().get(listener).tls() != null, tls),
                        tls.listeners().get(listener));
            }
        }
        startProbe(snapshot, budget.probeStock());
        watchCertificateFiles();
        final DescriptorBudget own = DescriptorBudget.of(configuration, tls);
        own.note().ifPresent(Logger::info);
        descriptors.setMax(own.max());
        startAdmin(own.adminConnections());
        names = new NameThread(publisher::current, InetAddress::getAllByName, configuration.resolveMs(), Weir::tellOf);
        names.start();
        lastStep.run();
        if (accessLog != null) {
            accessLog.start(); // nothing can fail from here on
        }
        loops.forEach(LoopThread::start);
    }

    /** One for each listener; those that go by the heap share theirs, as they share the heap. */
    private List<ConnectionLimit> connectionLimits() {
        final HeapBudget heap = HeapBudget.of(configuration);
        final ConnectionLimit shared = new ConnectionLimit(heap.connectionsMax());
        if (heap.isTight(configuration)) {
            Logger.info("limits.connections: auto is {}, as the heap (-Xmx) bears no more", heap.connectionsMax());
        }
        return configuration.listeners().stream()
                .map(listener -> listener.limits().connectionsMax())
                .map(max -> max == ListenerLimits.CONNECTIONS_AUTO ? shared : new ConnectionLimit(max))
                .toList();
    }

    private static void tellOf(HostBook.Host host) {
        Logger.info(
                "{} leads to {} now",
                host.name(),
                host.addresses().stream().map(AddressText::host).collect(Collectors.joining(", ")));
    }

    /** What a pool has in flight, where its algorithm counts that; may be a moment old. */
    int inFlight(String pool) {
        final int index = snapshot.poolIndex(pool);
        if (index < 0) {
            throw new IllegalArgumentException("no pool " + pool);
        }
        return snapshot.loads().get(index).total();
    }

    private void startProbe(Snapshot snapshot, int stock) throws IOException {
        final BufferPool buffers = new BufferPool(BufferBudget.PROBE_BUFFER_BYTES, stock);
        probeLoop =
                new EventLoop("probe", Clock.SYSTEM, newNetwork(), buffers, new Counters(), new FaultLog(Clock.SYSTEM));
        final List<OutcomeRing> rings = loops.stream().map(LoopThread::outcomes).toList();
        probe = new Probe(
                probeLoop,
                snapshot,
                rings,
                ports(),
                new HealthNews(watchers()),
                new SplittableRandom(),
                tls.checks(tls.share(probeLoop, new BufferPool(BufferStock.SMALL_BYTES, 0), stock)));
        publisher = new Publisher(snapshot, loops, probe);
        restored.settings()
                .forEach(
                        setting -> probe.restore(setting.pool(), setting.backend(), setting.state(), setting.weight()));
        probe.start();
        watchAccessLog();
        probeThread = new Thread(probeLoop::run, "probe");
        probeThread.setDaemon(true); // the loops keep an embedder's JVM alive, and nobody else
        probeThread.start();
    }

    private void watchCertificateFiles() {
        certificateFiles = tls.watch();
        if (certificateFiles != null) {
            certificateFiles.start();
        }
    }

    private void watchAccessLog() {
        if (accessLog != null) {
            final AccessLogTrouble trouble =
                    new AccessLogTrouble(configuration.accessLog().file(), Clock.SYSTEM);
            new AccessLogWatch(accessLog, probeLoop, trouble).start();
        }
    }

    private void startAdmin(int connectionsMax) throws IOException {
        if (adminSocket == null) {
            return;
        }
        backends = new LiveBackends(
                publisher, probe, List.copyOf(loops), new KeptChanges(configured, restored.state(), stateFile));
        backends.start();
        final LiveFacts facts = new LiveFacts(
                publisher::current,
                loops,
                bound.stream()
                        .map(listener -> new Facts.Bound(listener.name(), listener.address()))
                        .toList(),
                probe.board(),
                probeLoop::post,
                () -> isStopped,
                () -> accessLog == null ? 0 : accessLog.linesLost(),
                probeLoop.counters(),
                notifier,
                stateFile,
                tls.certificates());
        final AdminServer server = new AdminServer(
                configuration.admin(),
                adminSocket,
                newNetwork(),
                connectionsMax,
                facts,
                backends,
                new FaultLog(Clock.SYSTEM));
        admin = server;
        server.start();
    }

    private List<Probe.Listener> watchers() {
        final HealthLog log = new HealthLog(Clock.SYSTEM);
        final Map<String, OnDown> commands = new HashMap<>();
        for (Pool pool : configuration.pools()) {
            if (pool.onDown() != null) {
                commands.put(pool.name(), pool.onDown());
            }
        }
        if (configuration.webhooks().isEmpty() && commands.isEmpty()) {
            return List.of(log);
        }
        notifier = new Notifier(configuration.webhooks(), commands);
        notifier.start();
        return List.of(log, new EventFeed(notifier, Clock.SYSTEM));
    }

    private List<LoopPort> ports() {
        return List.copyOf(loops);
    }

    /** What it was started with, and what operators had changed before. */
    Configuration configuration() {
        return configuration;
    }

    /** Where clients can connect. */
    public List<Bound> listeners() {
        return List.copyOf(bound);
    }

    /** Where the admin API listens; empty when there is none. */
    public Optional<InetSocketAddress> adminAddress() {
        return Optional.ofNullable(adminAddress);
    }

    /**
     * Stops accepting (the admin API, too), lets running exchanges finish up to the configured deadline, closes everything and waits for the threads to end, a few seconds
     * for each kind: one that a disk, a name service or a receiver holds up is a daemon and ends later, a loop that an own algorithm holds up stays and is named in the log. A second call
     * does nothing.
     */
    public synchronized void stop() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        if (admin != null) {
            admin.drain();
        }
        final int left = new Shutdown(ports(), Clock.SYSTEM).drain(configuration.shutdownMs());
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
                    configuration.accessLog().file(),
                    LOG_STOP_MS,
                    accessLog.linesLost());
        }
    }

    /** The access log's name leads to another file now, as after its rotation. Any thread; does nothing without a log. */
    public void reopenAccessLog() {
        if (accessLog != null) {
            accessLog.reopen();
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
        if (probeThread != null) {
            probeLoop.stop();
        }
        joinLoops();
        if (notifier != null) {
            notifier.stop();
        }
        if (admin != null) {
            admin.stop(); // last of all that answers, so that it can say that Weir is stopping
        }
    }

    /** A loop ends within a turn, unless an own algorithm or a file system holds it up: that must not hold up whoever stops. */
    private void joinLoops() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + LOOPS_STOP_MS * 1_000_000L;
        final Stream<Thread> threads = loops.stream().map(LoopThread::thread);
        for (Thread thread :
                Stream.concat(threads, Stream.ofNullable(probeThread)).toList()) {
            thread.join(Math.max(1, (deadlineNs - System.nanoTime()) / 1_000_000));
            if (thread.isAlive()) {
                Logger.warn(
                        "thread {} has not ended within {} ms: Weir stops without it", thread.getName(), LOOPS_STOP_MS);
            }
        }
    }

    /** The health of all backends, and the way to take them out and in. */
    public Probe health() {
        return probe;
    }

    /** A counter's total over all loops, that of the checks included; may be a moment old. */
    public long total(Counter counter) {
        return loops.stream().mapToLong(loop -> loop.counters().get(counter)).sum()
                + probeLoop.counters().get(counter);
    }

    /** Ids of the loops' threads, for measurements. */
    public List<Long> loopThreadIds() {
        return loops.stream().map(LoopThread::threadId).toList();
    }

    /** How often exchanges ended in that way. */
    public long total(ExchangeEnd end) {
        return loops.stream().mapToLong(loop -> loop.view().ends().get(end)).sum();
    }

    /** How often a message was refused for that reason. */
    public long total(Fault fault) {
        return loops.stream().mapToLong(loop -> loop.view().faults().get(fault)).sum();
    }

    /** One line of totals: what was served, and every way to fail that has happened. */
    public String summary() {
        final StringJoiner line = new StringJoiner(", ");
        line.add("connections " + total(Counter.CONNECTIONS_ACCEPTED)).add("requests " + total(Counter.REQUESTS));
        for (ExchangeEnd end : ExchangeEnd.values()) {
            addTotal(line, end.word(), total(end));
        }
        for (Fault fault : Fault.values()) {
            addTotal(line, fault.word(), total(fault));
        }
        addTotal(line, Counter.RETRIES.word(), total(Counter.RETRIES));
        addTotal(line, Counter.RETRIES_OVER_BUDGET.word(), total(Counter.RETRIES_OVER_BUDGET));
        addTotal(line, Counter.FALLBACKS.word(), total(Counter.FALLBACKS));
        addTotal(line, Counter.BREAKER_OPENINGS.word(), total(Counter.BREAKER_OPENINGS));
        addTotal(line, Counter.BREAKER_CLOSINGS.word(), total(Counter.BREAKER_CLOSINGS));
        addTotal(line, Counter.BREAKER_SHADOWED.word(), total(Counter.BREAKER_SHADOWED));
        for (Counter counter : HEALTH_TOTALS) {
            addTotal(line, counter.word(), total(counter));
        }
        addTotal(line, Counter.FAULTS.word(), total(Counter.FAULTS));
        addTotal(line, Counter.PICKER_FAULTS.word(), total(Counter.PICKER_FAULTS));
        addTotal(line, Counter.LOG_DROPS.word(), total(Counter.LOG_DROPS));
        addTotal(line, "log_lines_lost", accessLog == null ? 0 : accessLog.linesLost());
        addTotal(line, "events_lost", notifier == null ? 0 : notifier.lost());
        return line.toString();
    }

    private static void addTotal(StringJoiner line, String word, long total) {
        if (total > 0) {
            line.add(word + " " + total);
        }
    }
}
