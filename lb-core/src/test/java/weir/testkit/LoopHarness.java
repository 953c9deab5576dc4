package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRing;
import weir.buf.BufferPool;
import weir.exchange.LoopView;
import weir.http1.Http1Listener;
import weir.ingress.ListenerView;
import weir.ingress.ProxiedListener;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.ExchangeEnd;
import weir.model.Health;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Pool;
import weir.net.Acceptor;
import weir.net.DescriptorShare;
import weir.net.Descriptors;
import weir.net.EventLoop;
import weir.net.tls.TlsClients;
import weir.net.tls.TlsLoop;
import weir.relay.RelayBuffer;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.LoopPort;
import weir.snapshot.Permits;
import weir.snapshot.Snapshot;
import weir.stats.Counter;
import weir.stats.Counters;
import weir.stats.ListenerTally;
import weir.stats.OutcomeRing;
import weir.tcp.TcpListener;
import weir.tls.SecuredPools;

/**
 * One event loop with one listener, turned by hand. Register it as an extension: it is built with the first use, so a
 * test may change {@link #setup} before, and after each test it checks that nothing was left behind.
 *
 * <p>Thread: the test's.
 */
public final class LoopHarness implements AfterEachCallback {
    public static final InetSocketAddress WEIR = new InetSocketAddress("127.0.0.1", 8080);
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    /** More turns than any test needs without time passing: a handler that stays ready makes no progress. */
    private static final int TURNS_MAX = 200_000;

    private static final int CONVERSATION_ROUNDS = 12;

    /** More than any test lets an exchange have. */
    private static final int ATTEMPTS_MAX = 8;

    private static final long LONGEST_MS = 24 * 3_600_000L;

    /** So few that sides have to do without. */
    public static final int LARGE_STOCK = 2;

    /** Of what a small buffer holds here, where an ordinary one has room for a kibibyte of head. */
    public static final int SMALL_BYTES = 512;

    private final Setup setup = new Setup();
    private final ManualClock clock = new ManualClock();
    private final ScriptedNetwork network = new ScriptedNetwork();
    private BufferPool smallBuffers;
    private final BufferPool largeBuffers = new BufferPool(RelayBuffer.LARGE_BUFFER_BYTES, LARGE_STOCK);
    private final Counters counters = new Counters();
    private final Descriptors descriptors = new Descriptors(Integer.MAX_VALUE);
    private final OutcomeRing outcomes = new OutcomeRing(1024);
    private final AccessRing accessLog = new AccessRing(1024, () -> {});
    private final List<AccessRecord> records = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<ScriptedClient> clients = new ArrayList<>();
    private final List<ScriptedBackend> backends = new ArrayList<>();
    private int signals;
    private boolean expectsFaults;
    private EventLoop loop;
    private Snapshot snapshot;
    private LoopView view;
    private ListenerView listener;
    /** Null without TLS. */
    private TlsLoop tls;
    /** What makes an owner for a new connection: the listener, or TLS before it. */
    private Acceptor.Clients door;

    /** What can still be changed before the first use. */
    public Setup setup() {
        assertTrue(loop == null, "the loop was built already");
        return setup;
    }

    private void build() {
        if (loop != null) {
            return;
        }
        final Configuration configuration = setup.configuration();
        snapshot = Snapshot.of(configuration, 1);
        final int bufferBytes =
                RelayBuffer.bufferBytes(LoopView.headBytesMax(configuration)) + configuration.policyBytesMax();
        loop = new EventLoop(
                "loop-test",
                clock,
                network,
                new BufferPool(bufferBytes, setup.stock()),
                counters,
                faults::add,
                new DescriptorShare(descriptors, 1));
        smallBuffers = new BufferPool(SMALL_BYTES, setup.smallStock());
        if (setup.tls() != null || setup.backendTls() != null) {
            tls = new TlsLoop(loop, false, smallBuffers, setup.stock());
        }
        view = new LoopView(
                loop, smallBuffers, largeBuffers, snapshot, 0, outcomes, () -> signals++, accessLog, secured());
        final Listener facts = snapshot.listeners().get(0);
        final ListenerView spoken =
                facts.mode() == ListenerMode.TCP ? new TcpListener(view, 0) : new Http1Listener(view, 0);
        listener = ProxiedListener.of(view, 0, spoken);
        door = listener;
        if (setup.tls() != null) {
            door = new TlsClients(tls, setup.tls(), listener, Setup.HANDSHAKE_MS);
        }
        for (int i = 0; i < setup.backends(); i++) {
            final ScriptedBackend backend = new ScriptedBackend(this, Setup.address(i));
            network.addHost(Setup.address(i), backend);
            backends.add(backend);
        }
    }

    private SecuredPools secured() {
        return setup.backendTls() == null ? SecuredPools.NONE : new SecuredPools(tls, List.of(setup.backendTls()));
    }

    /** The name of the only backend leads to the addresses of those scripted ones from now on. */
    public void resolve(int... backends) {
        build();
        final List<InetAddress> addresses = IntStream.of(backends)
                .mapToObj(index -> Setup.address(index).getAddress())
                .toList();
        snapshot.hosts().of(snapshot.pools().get(0).backends().get(0).address()).learn(addresses);
    }

    // --- the cast

    /** A client that has just been accepted. */
    public ScriptedClient client() {
        build();
        assertTrue(loop.descriptors().admit(1));
        final ScriptedTransport transport = network.open(null, CLIENT, WEIR);
        final ScriptedClient client = new ScriptedClient(this, transport);
        clients.add(client);
        counters.add(Counter.CONNECTIONS_ACCEPTED);
        try {
            assertTrue(door.entrust(transport, loop), () -> "nobody took the client: " + faults);
        } catch (IOException e) {
            fail(e);
        }
        return client;
    }

    public ScriptedBackend backend() {
        return backend(0);
    }

    public ScriptedBackend backend(int index) {
        build();
        return backends.get(index);
    }

    // --- time and turns

    /** Lets time pass in one jump; then whatever is due happens. */
    public void advanceMs(long ms) {
        clock.advanceMs(ms);
        turn();
        settle();
    }

    public ManualClock clock() {
        return clock;
    }

    public void turn() {
        build();
        loop.turn();
    }

    /** Turns until nothing is ready any more. Time stands still. */
    public void settle() {
        turn();
        for (int turns = 0; network.hasReady() || loop.hasLeftovers(); turns++) {
            if (turns == TURNS_MAX) {
                fail("the loop spins: something stays ready and nobody makes progress");
            }
            turn();
        }
    }

    /** Long enough for a handshake and for what either has to say behind it. Time stands still. */
    public void converse(SecuredPeer peer) {
        for (int rounds = 0; rounds < CONVERSATION_ROUNDS && !peer.isClosed(); rounds++) {
            peer.turn();
            settle();
        }
    }

    public void turnUntil(BooleanSupplier condition) {
        for (int turns = 0; !condition.getAsBoolean(); turns++) {
            assertTrue(turns < TURNS_MAX, "did not happen within " + TURNS_MAX + " turns");
            turn();
        }
    }

    // --- what can be asked

    /** Those that connections may have. */
    public Descriptors descriptors() {
        return descriptors;
    }

    public EventLoop loop() {
        build();
        return loop;
    }

    public ScriptedNetwork network() {
        return network;
    }

    public LoopView view() {
        build();
        return view;
    }

    /** What the loop goes by now. */
    public Snapshot snapshot() {
        build();
        return view.snapshot();
    }

    /** The pool's backends become others, on the loop, but in the same turn as whatever is due. */
    public void change(UnaryOperator<Pool> change) {
        final Snapshot next =
                snapshot().withPool(0, change.apply(snapshot().pools().get(0)));
        assertTrue(
                loop.post(() -> {
                    listener.apply(next);
                    view.apply(next);
                }),
                "the mailbox is full");
    }

    /** A backend as {@link #backend(int)} is one, to be added. */
    public Backend newBackend(int index) {
        build();
        while (backends.size() <= index) {
            final ScriptedBackend backend = new ScriptedBackend(this, Setup.address(backends.size()));
            network.addHost(Setup.address(backends.size()), backend);
            backends.add(backend);
        }
        return new Backend("b" + index, Setup.address(index));
    }

    public OutcomeRing outcomes() {
        return outcomes;
    }

    /** Times the probe loop would have been woken. */
    public int signals() {
        return signals;
    }

    public long count(Counter counter) {
        return counters.get(counter);
    }

    /** What exchanges have told the access log so far. */
    public List<AccessRecord> records() {
        AccessRecord record = new AccessRecord();
        while (accessLog.poll(record)) {
            records.add(record);
            record = new AccessRecord();
        }
        return records;
    }

    /** How many exchanges have ended like that. */
    public long ends(ExchangeEnd end) {
        return view().ends().get(end);
    }

    /** How many exchanges have ended. */
    private long endCount() {
        long count = 0;
        for (ExchangeEnd end : ExchangeEnd.values()) {
            count += view.ends().get(end);
        }
        return count;
    }

    /** What its TLS connections share; null without TLS. */
    public TlsLoop tls() {
        return tls;
    }

    /** Of those that TLS connections hold between events. */
    public int heldTlsBuffers() {
        return tls.heldCount();
    }

    /** Of any size. */
    public int heldBuffers() {
        return loop.buffers().heldCount() + heldSmallBuffers() + heldLargeBuffers();
    }

    public int heldSmallBuffers() {
        return smallBuffers.heldCount();
    }

    public int heldLargeBuffers() {
        return largeBuffers.heldCount();
    }

    public int idleUpstreams() {
        int count = 0;
        for (int pool = 0; pool < snapshot().pools().size(); pool++) {
            for (int backend = 0;
                    backend < snapshot().pools().get(pool).backends().size();
                    backend++) {
                count += view.upstreams(view.pool(pool)).to(backend).idleCount();
            }
        }
        return count;
    }

    /** What the listener's clients got. */
    public ListenerTally listenerTally() {
        return listener.tally();
    }

    public List<Throwable> faults() {
        return faults;
    }

    /** The way in for health and control. */
    public LoopPort port() {
        build();
        return new LoopPort() {
            @Override
            public boolean offer(BackendState state) {
                return loop.post(() -> view.apply(state));
            }

            @Override
            public boolean drain(int idleMs, int withinMs) {
                return loop.post(() -> view.drain(List.of(), idleMs, withinMs));
            }

            @Override
            public boolean isDraining() {
                return view.isDraining();
            }

            @Override
            public boolean explain(ExplainRequest request, Consumer<Explanation> answer) {
                return loop.post(() -> answer.accept(view.explain(request)));
            }

            @Override
            public int clientCount() {
                return view.clients().count();
            }
        };
    }

    /** As at an orderly stop. */
    public void drain() {
        assertTrue(port().drain(Setup.DRAIN_IDLE_MS, Setup.DRAIN_MS), "the mailbox is full");
        settle();
    }

    public void setHealth(int backend, boolean isUp, long generation) {
        setHealth(0, backend, isUp, generation);
    }

    public void setHealth(int pool, int backend, boolean isUp, long generation) {
        tell(new BackendState(
                pool, backend, isUp ? Health.UP : Health.DOWN, false, AdminState.READY, 1, 1, generation));
    }

    public void tell(BackendState state) {
        assertTrue(port().offer(state), "the mailbox is full");
        settle();
    }

    /** Batches of events come in another order from now on. */
    public void shuffle(Random random) {
        network.shuffle(random);
    }

    // --- the check after each test

    /** This test provokes bugs on purpose. */
    public void expectsFaults(int count) {
        expectsFaults = true;
        assertEquals(count, count(Counter.FAULTS), "faults");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (loop != null && context.getExecutionException().isEmpty()) {
            expectsNothingLeftBehind();
        }
    }

    private void expectsPermitsHome() {
        final Permits permits = snapshot.pool(0).permits();
        assertEquals(0, permits.waiting(), "exchanges that still wait for room");
        for (int i = 0; i < permits.backendCount(); i++) {
            assertEquals(0, permits.inFlight(i), "permits not given back by backend " + i);
        }
    }

    /** All clients vanish and all timeouts pass; then no buffer, client, connection or fault may be left. */
    public void expectsNothingLeftBehind() {
        clients.forEach(ScriptedClient::resets);
        settle();
        advanceMs(Math.max(
                Setup.LINGER_MS, Setup.CLIENT_IDLE_MS)); // a client that is not being read is found out by its timeout
        advanceMs(Setup.TUNNEL_MS);
        for (int attempts = 0; attempts < ATTEMPTS_MAX && view.clients().count() > 0; attempts++) {
            advanceMs(Setup.RESPONSE_MS + 5); // one that has half-closed is served, however many backends say nothing
        }
        assertEquals(0, view.clients().count(), "clients left in the loop's list");
        assertEquals(idleUpstreams(), network.openCount(), "connections open outside the pools");
        advanceMs(LONGEST_MS);
        assertEquals(0, network.openCount(), "connections open after all time-outs");
        assertEquals(0, heldBuffers(), "buffers not given back");
        assertEquals(0, tls == null ? 0 : heldTlsBuffers(), "buffers of TLS not given back");
        expectsPermitsHome();
        assertEquals(0, snapshot.pool(0).loads().total(), "attempts that have not ended");
        assertEquals(endCount(), records().size() + count(Counter.LOG_DROPS), "ends, and records of them");
        assertEquals(
                count(Counter.CONNECTIONS_ACCEPTED), count(Counter.CONNECTIONS_CLOSED), "accepted and closed clients");
        if (!expectsFaults && !faults.isEmpty()) {
            final AssertionError bug = new AssertionError("faults: " + faults, faults.get(0));
            throw bug;
        }
    }
}
