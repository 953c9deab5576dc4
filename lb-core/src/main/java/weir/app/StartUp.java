package weir.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tinylog.Logger;
import weir.accesslog.AccessRing;
import weir.accesslog.AccessWriter;
import weir.accesslog.EndWords;
import weir.admin.AdminServer;
import weir.admin.RuntimeView;
import weir.balance.InvalidAlgorithmException;
import weir.config.FileReason;
import weir.control.NameThread;
import weir.control.OperatorStateStore;
import weir.control.Publisher;
import weir.control.StateFile;
import weir.control.StateRestore;
import weir.health.HealthMonitor;
import weir.http.Fault;
import weir.model.AccessLog;
import weir.model.AddressText;
import weir.model.Configuration;
import weir.model.ExchangeEnd;
import weir.model.ListenerLimits;
import weir.model.OnDown;
import weir.model.OperatorState;
import weir.model.Pool;
import weir.net.ConnectionLimit;
import weir.net.DescriptorShare;
import weir.net.Descriptors;
import weir.notify.Notifier;
import weir.snapshot.AccessList;
import weir.snapshot.ResolvedHosts;
import weir.snapshot.Snapshot;
import weir.text.OneLine;
import weir.time.Clock;

/**
 * One start of Weir: reads what has to be read, binds, and starts thread after thread, each of which goes to
 * {@link Running} at once. When a step fails all of it is undone. {@link DryStart} goes the same way for {@code check}.
 *
 * <p>Thread: the one that starts.
 */
final class StartUp {
    /** As the user has written it; and with what operators had changed before. */
    private final Configuration configured;

    private final StateRestore restored;
    private final Configuration configuration;
    /** Null when there is none. */
    private final StateFile stateFile;

    private final BufferBudget budget;
    private final ListenSockets sockets;
    private final Running running = new Running();
    /** Of all loops' connections. */
    private final Descriptors descriptors = new Descriptors(Integer.MAX_VALUE);

    private TlsSetup tls;
    /** Null when there is none. */
    private AccessWriter accessLog;
    /** Null when nobody wants to be told. */
    private Notifier notifier;

    private ProbeThread probe;
    private Publisher publisher;

    StartUp(Configuration configured) throws StartFailure {
        this.configured = configured;
        final Optional<OperatorState> saved = SavedState.read(configured.stateFile());
        restored = StateRestore.of(configured, saved.orElse(OperatorState.NONE));
        configuration = restored.configuration();
        stateFile =
                saved.map(state -> new StateFile(configured.stateFile(), state)).orElse(null);
        restored.notes().forEach(note -> Logger.warn("state file: {}", note));
        HeapBudget.checkLimits(configuration);
        budget = BufferBudget.of(configuration);
        budget.note().ifPresent(Logger::info);
        sockets = new ListenSockets(configuration);
    }

    /** @param lastStep taken when all is there but the loops do not run yet */
    Weir go(Runnable lastStep) throws StartFailure {
        boolean isRunning = false;
        try {
            FirstUse.ofAll();
            tls = TlsSetup.of(configured);
            openAccessLog(configuration.accessLog());
            sockets.bind();
            startThreads(lastStep);
            final Weir weir = new Weir(configuration, sockets.bound(), sockets.adminAddress(), running);
            isRunning = true;
            return weir;
        } catch (IOException e) {
            throw new StartFailure("cannot start: " + OneLine.reason(e));
        } catch (InvalidAlgorithmException e) {
            throw new StartFailure("balance: " + e.getMessage());
        } finally {
            if (!isRunning) {
                running.abandon();
                sockets.close();
            }
        }
    }

    private void openAccessLog(AccessLog log) throws StartFailure {
        if (!log.isOn()) {
            return;
        }
        final EndWords words = new EndWords(
                Arrays.stream(ExchangeEnd.values()).map(ExchangeEnd::word).toList(),
                Arrays.stream(Fault.values()).map(Fault::word).toList());
        final Path file = log.isStdout() ? null : log.file();
        try {
            accessLog = new AccessWriter(log, words, Clock.SYSTEM, new AccessLogTrouble(log, Clock.SYSTEM));
            running.add(accessLog);
            if (file != null && AccessWriter.mayBlock(file)) {
                Logger.info(
                        "access log {} is no regular file: what its reader does not take is dropped and counted", file);
            }
        } catch (IOException e) {
            throw new StartFailure("log.access", OneLine.of(log.target() + " cannot be opened: " + FileReason.of(e)));
        }
    }

    private void startThreads(Runnable lastStep) throws IOException, StartFailure {
        final Snapshot snapshot = Snapshot.of(configuration, 1);
        makeLoops(snapshot);
        startProbe(snapshot);
        watchFiles(snapshot);
        final DescriptorBudget own = DescriptorBudget.of(configuration, tls);
        own.note().ifPresent(Logger::info);
        descriptors.setMax(own.max());
        startAdmin(own.adminConnections());
        startNames();
        lastStep.run();
        if (accessLog != null) {
            accessLog.start(); // nothing can fail from here on
        }
        running.loops().forEach(LoopThread::start);
    }

    private void makeLoops(Snapshot snapshot) throws IOException {
        final List<ConnectionLimit> limits = connectionLimits();
        for (int number = 0; number < configuration.loops(); number++) {
            final AccessRing ring = accessLog == null ? null : accessLog.addRing(budget.accessRecords());
            final LoopThread loop = new LoopThread(
                    number,
                    running.newNetwork(),
                    new DescriptorShare(descriptors, DescriptorBudget.perUpstream(configuration, tls)),
                    snapshot,
                    budget,
                    () -> probe.monitor().signal(),
                    ring,
                    tls);
            running.add(loop);
            for (int listener = 0; listener < sockets.listenerCount(); listener++) {
                loop.listen(
                        listener,
                        snapshot,
                        sockets.of(listener, number),
                        limits.get(listener),
                        DescriptorBudget.perConnection(
                                configuration.listeners().get(listener).tls() != null, tls),
                        tls.listeners().get(listener));
            }
        }
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

    private void startProbe(Snapshot snapshot) throws IOException {
        final HealthMonitor.Listener news = new HealthListeners(watchers());
        probe = new ProbeThread(running.newNetwork(), snapshot, running.loops(), news, tls, budget.probeStock());
        running.add(probe);
        publisher = new Publisher(snapshot, running.loops(), probe.monitor());
        running.add(publisher);
        probe.restore(restored.settings());
        if (accessLog != null) {
            final AccessLogTrouble trouble = new AccessLogTrouble(configuration.accessLog(), Clock.SYSTEM);
            new AccessLogWatch(accessLog, probe.loop(), trouble).start();
        }
        probe.start();
    }

    private List<HealthMonitor.Listener> watchers() {
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
        running.add(notifier);
        notifier.start();
        return List.of(log, new EventFeed(notifier, Clock.SYSTEM));
    }

    private void watchFiles(Snapshot snapshot) {
        final List<Runnable> looks = new ArrayList<>(tls.looks());
        for (AccessList list : snapshot.limits().accessLists()) {
            list.files().forEach(file -> looks.add(new AccessFile(list, file)::look));
        }
        if (!looks.isEmpty()) {
            final FilesWatch watch = new FilesWatch(looks);
            running.add(watch);
            watch.start();
        }
    }

    private void startAdmin(int connectionsMax) throws IOException {
        if (sockets.admin() == null) {
            return;
        }
        final OperatorStateStore changes = new OperatorStateStore(configured, restored.state(), stateFile);
        final BackendControl backends =
                new BackendControl(publisher, probe.monitor(), List.copyOf(running.loops()), changes);
        running.add(backends);
        backends.start();
        final LiveRuntimeView runtime = new LiveRuntimeView(
                running,
                running.summary(),
                sockets.bound().stream()
                        .map(listener -> new RuntimeView.Bound(listener.name(), listener.address()))
                        .toList(),
                stateFile,
                tls.certificates());
        final AdminServer server = new AdminServer(
                configuration.admin(),
                sockets.admin(),
                running.newNetwork(),
                connectionsMax,
                runtime,
                backends,
                new FaultLog(Clock.SYSTEM));
        running.add(server);
        server.start();
    }

    private void startNames() {
        final NameThread names = new NameThread(
                publisher::current, InetAddress::getAllByName, configuration.resolveMs(), StartUp::tellOf);
        running.add(names);
        names.start();
    }

    private static void tellOf(ResolvedHosts.Host host) {
        Logger.info(
                "{} leads to {} now",
                host.name(),
                host.addresses().stream().map(AddressText::host).collect(Collectors.joining(", ")));
    }
}
