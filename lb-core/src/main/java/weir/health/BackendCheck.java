package weir.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import weir.buf.Ascii;
import weir.model.AddressText;
import weir.model.Backend;
import weir.model.CheckTimes;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.net.EventLoop;
import weir.net.IoHandler;
import weir.net.LocalExhaustion;
import weir.net.Transport;
import weir.net.tls.TlsFault;
import weir.net.tls.TlsPeer;
import weir.net.tls.TlsTransport;
import weir.proxyprotocol.ProxyHeaderWriter;
import weir.snapshot.Destination;
import weir.snapshot.ResolvedHosts;
import weir.stats.Counter;
import weir.time.Timer;
import weir.tls.SecuredPools;

/**
 * Checks one backend again and again, as long as its {@link BackendHealth} wants that.
 *
 * <pre>
 *   RESTING --resume--> WAITING --interval--> CONNECTING --tcp: connected, with TLS--> (verdict)
 *      ^                 ^                        '--http: connected, with TLS--> AWAITING --response--> (verdict)
 *      '--- rest --------'------------------- verdict, or timeout -----------------'
 * </pre>
 *
 * <p>A new connection each time, because accepting one is part of being well. Thread: probe loop only.
 */
final class BackendCheck extends IoHandler implements Timer.Target, TlsTransport.Owner {
    /** Checks are moved by up to this share of the interval, so that they do not march in step. */
    private static final double JITTER = 0.1;
    /** A failed request, or the operator, brings the next check forward, but not closer than this. */
    static final long SOON_NS = 100_000_000;
    /**
     * Checks begin together at multiples of this, or of an interval's 50th part if that is less. With many backends a
     * wake-up of the loop then serves several of them, which costs half of what one each does; see docs/BENCHMARKS.md.
     */
    private static final long GRID_NS = 20_000_000;

    private static final int GRID_PARTS = 50;
    static final String NOT_RESOLVED = "not resolved";
    /** Between the end of one check and the start of the next, however late the first was. */
    private static final long PAUSE_MIN_NS = 1_000_000;

    private enum State {
        RESTING,
        WAITING,
        CONNECTING,
        AWAITING
    }

    private final BackendHealth backendHealth;
    private final EventLoop loop;
    private final CheckTimes times;
    private final Destination destination;
    private final RandomGenerator random;
    private final Timer timer = new Timer(this);
    /** Nothing is asked of the backend but a name that leads somewhere. */
    private final boolean isResolvedOnly;
    /** Null where connecting is all. */
    private final CheckResponse reading;

    /** What is sent before TLS: a PROXY header, or nothing. */
    private final ByteBuffer greeting;

    private final ByteBuffer request;
    /** Null without TLS. */
    private final TlsPeer tls;

    private State state = State.RESTING;
    private Transport transport;
    private ByteBuffer response;
    /** Of the destination's addresses, those that are yet to be tried. */
    private List<SocketAddress> left = List.of();

    private long beganNs;

    BackendCheck(
            BackendHealth backendHealth,
            EventLoop loop,
            Pool pool,
            Backend backend,
            CheckResponse.Heads heads,
            RandomGenerator random,
            SecuredPools secured,
            int poolIndex,
            ResolvedHosts hosts) {
        this.backendHealth = backendHealth;
        this.loop = loop;
        this.random = random;
        final HealthCheck check = pool.health();
        times = check.times();
        final SocketAddress address = address(backend, check.port());
        destination = Destination.of(address, hosts);
        isResolvedOnly = check.type() == HealthCheck.Type.NONE;
        final boolean isHttp = check.type() == HealthCheck.Type.HTTP;
        reading = isHttp ? new CheckResponse(heads, check.http()) : null;
        final boolean isAsUsed =
                address.equals(backend.address()); // else it is another service, of which nothing is known
        tls = check.tls().isOn(isAsUsed)
                ? secured.peer(poolIndex, address, check.tls().serverName())
                : null;
        greeting = isAsUsed && pool.sendProxy() != null
                ? ProxyHeaderWriter.ofWeir(pool.sendProxy())
                : ByteBuffer.allocate(0);
        request = isHttp ? httpRequest(pool, address) : ByteBuffer.allocate(0);
    }

    /** What is said of the backend itself goes first. A Unix socket has no port. */
    private static SocketAddress address(Backend backend, int port) {
        if (backend.checkAddress() != null) {
            return backend.checkAddress();
        }
        if (port == 0 || !(backend.address() instanceof InetSocketAddress internet)) {
            return backend.address();
        }
        return internet.isUnresolved()
                ? InetSocketAddress.createUnresolved(internet.getHostString(), port)
                : new InetSocketAddress(internet.getAddress(), port);
    }

    private static ByteBuffer httpRequest(Pool pool, SocketAddress address) {
        final var http = pool.health().http();
        return ByteBuffer.wrap(Ascii.bytes(http.method() + " " + http.path() + " HTTP/1.1\r\nHost: "
                + hostText(http.host() == null ? pool.host() : http.host(), address)
                + "\r\n" + (http.fields().hasUserAgent() ? "" : "User-Agent: weir-probe\r\n")
                + http.fields().lines() + "Connection: close\r\n\r\n"));
    }

    private static String hostText(String configured, SocketAddress address) {
        if (configured != null) {
            return configured;
        }
        if (!(address instanceof InetSocketAddress internet)) {
            return "localhost";
        }
        final String host = AddressText.hostAsWritten(internet).replaceFirst("%.*", ""); // a zone is this machine's
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
    }

    /** Checks from now on, first after so long. A check that is due or under way already goes on. */
    void resume(long firstNs) {
        if (state == State.RESTING) {
            waitFor(firstNs);
        }
    }

    /** As {@link #resume}, but a check that was to come later comes soon. */
    void hasten() {
        if (state == State.RESTING || state == State.WAITING) {
            waitFor(SOON_NS);
        }
    }

    /** No more checks; one that is under way is given up. */
    void rest() {
        letGo();
        state = State.RESTING;
    }

    private void waitFor(long ns) {
        waitUntil(loop.nowNs() + ns);
    }

    private void waitUntil(long ns) {
        state = State.WAITING;
        loop.timers().set(timer, ns);
    }

    private static long onGrid(long ns, long intervalNs) {
        final long grid = Math.min(GRID_NS, intervalNs / GRID_PARTS);
        return ns + grid - Math.floorMod(ns, grid);
    }

    @Override
    public void onTimer(long nowNs) {
        switch (state) {
            case RESTING -> {}
            case WAITING -> begin();
            case CONNECTING -> finish(Verdict.failure("no connection within " + times.timeoutMs() + " ms"));
            case AWAITING -> finish(Verdict.failure("no response within " + times.timeoutMs() + " ms"));
        }
    }

    private void begin() {
        state = State.CONNECTING;
        beganNs = loop.nowNs();
        loop.counters().add(Counter.HEALTH_CHECKS);
        loop.timers().set(timer, beganNs + times.timeoutMs() * 1_000_000L);
        left = destination.addresses();
        if (left.isEmpty()) {
            finish(Verdict.failure(NOT_RESOLVED));
        } else if (isResolvedOnly) {
            finish(Verdict.success("resolved"));
        } else {
            connect();
        }
    }

    /** To the first address that is left. */
    private void connect() {
        final SocketAddress address = left.get(0);
        left = left.subList(1, left.size());
        try {
            transport = loop.network().connect(address, this);
        } catch (IOException e) {
            onConnectFailure(e.getMessage());
            return;
        }
        if (transport.isConnected()) {
            onConnected();
        }
    }

    @Override
    protected void onReady(int readyOps) {
        switch (state) {
            case CONNECTING -> {
                final String failure = transport.finishConnect();
                if (failure == null) {
                    onConnected();
                } else {
                    onConnectFailure(failure);
                }
            }
            case AWAITING -> read();
            case WAITING, RESTING -> {}
        }
    }

    /** A shortage of ours says nothing about the backend. */
    private void onConnectFailure(String reason) {
        if (LocalExhaustion.of(reason) == LocalExhaustion.NONE && !left.isEmpty()) {
            if (transport != null) {
                transport.close();
                transport = null;
            }
            connect();
        } else if (LocalExhaustion.of(reason) == LocalExhaustion.NONE) {
            finish(Verdict.failure(String.valueOf(reason)));
        } else {
            putOff();
        }
    }

    /** Nothing has been learnt, for a reason of ours. */
    private void putOff() {
        letGo();
        waitFor(times.intervalMs() * 1_000_000L);
    }

    private void onConnected() {
        if (!send(greeting)) {
            return;
        }
        if (tls == null) {
            onReadyToSpeak();
            return;
        }
        final Transport plain = transport;
        try {
            final TlsTransport secured = tls.secure(plain, this, times.timeoutMs());
            if (transport == plain) { // else the check is over already
                transport = secured;
            }
        } catch (IOException e) {
            onConnectFailure(e.getMessage());
        }
    }

    @Override
    public void onSecure(TlsTransport secured) {
        transport = secured;
        secured.attach(this);
        onReadyToSpeak();
    }

    @Override
    public void onHandshakeFailed(TlsTransport failed, TlsFault why) {
        if (why.isOurs()) {
            putOff();
        } else {
            finish(Verdict.failure("no TLS: " + why.words()));
        }
    }

    private void onReadyToSpeak() {
        if (!send(request)) {
            return;
        }
        if (reading == null) {
            finish(Verdict.success("connected"));
            return;
        }
        state = State.AWAITING;
        reading.begin();
        transport.interest(READ);
    }

    /** False when it cannot be sent, and the check has failed. */
    private boolean send(ByteBuffer bytes) {
        bytes.rewind();
        if (bytes.hasRemaining() && (transport.write(bytes) < 0 || bytes.hasRemaining())) {
            finish(Verdict.failure("connection broken"));
            return false;
        }
        return true;
    }

    private void read() {
        if (response == null) {
            response = loop.buffers().take();
        }
        if (response == null) {
            letGo(); // a shortage of ours
            waitFor(SOON_NS);
            return;
        }
        final int count = transport.read(response);
        final Verdict verdict = count < 0 ? reading.onEnd(response) : reading.onBytes(response);
        if (verdict != null) {
            finish(verdict);
        }
    }

    private void finish(Verdict verdict) {
        letGo();
        final long tookNs = loop.clock().nowNs() - beganNs;
        if (!verdict.isSuccess()) {
            loop.counters().add(Counter.HEALTH_CHECK_FAILURES);
        }
        backendHealth.onVerdict(verdict, tookNs / 1_000);
        if (backendHealth.wantsChecks()) {
            final double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
            final long intervalNs = backendHealth.intervalMs() * 1_000_000L;
            final long dueNs = beganNs + (long) (intervalNs * factor);
            final long earliestNs = loop.nowNs() + PAUSE_MIN_NS;
            waitUntil(onGrid(dueNs - earliestNs < 0 ? earliestNs : dueNs, intervalNs));
        } else {
            state = State.RESTING;
        }
    }

    private void letGo() {
        loop.timers().clear(timer);
        if (transport != null) {
            transport.close();
            transport = null;
        }
        if (response != null) {
            loop.buffers().give(response);
            response = null;
        }
        state = State.WAITING;
    }

    /** A bug of ours says nothing about the backend, either. */
    @Override
    protected void onFault() {
        putOff();
    }
}
