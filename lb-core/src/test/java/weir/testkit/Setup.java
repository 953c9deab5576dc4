package weir.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import weir.http.Tolerance;
import weir.model.AddressRange;
import weir.model.Admin;
import weir.model.Backend;
import weir.model.Balance;
import weir.model.Configuration;
import weir.model.Dialect;
import weir.model.Forwarding;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerMode;
import weir.model.ListenerTimeouts;
import weir.model.MinRate;
import weir.model.Policy;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.ProxyProtocol;
import weir.model.QueueLimits;
import weir.model.RetryPolicy;
import weir.model.Route;
import weir.model.SlowStart;
import weir.model.Sticky;
import weir.proxyprotocol.ProxyVersion;
import weir.tls.ClientEngines;
import weir.tls.ServerEngines;

/**
 * One listener before one pool, with small limits and a name for each timeout. Change what a test is about before the
 * first turn.
 */
public final class Setup {
    public static final int HANDSHAKE_MS = 1_500;
    public static final int HEAD_MS = 1_000;
    public static final int CLIENT_BODY_MS = 2_000;
    public static final int CLIENT_IDLE_MS = 10_000;
    public static final int TUNNEL_MS = 60_000;
    /** When Weir stops: how long an idle client may still send a request. */
    public static final int DRAIN_IDLE_MS = 500;
    /** How long a stop may take. */
    public static final int DRAIN_MS = 30_000;

    public static final int LINGER_MS = 500;
    public static final int QUEUE_MS = 700;
    public static final int CONNECT_MS = 300;
    public static final int RESPONSE_MS = 3_000;
    public static final int RESPONSE_BODY_MS = 5_000;
    public static final int UPSTREAM_IDLE_MS = 20_000;
    public static final int HEAD_BYTES = 1024;

    private int backends = 1;
    private int stock = 16;
    private int smallStock = 8;
    private int headBytes = HEAD_BYTES;
    private int requestsMax = 1_000_000;
    private int pipelinedMax = 1_000_000;
    private long bodyBytesMax = ListenerLimits.UNLIMITED;
    private RetryPolicy retry = RetryPolicy.DEFAULTS.withBackoffMs(0);
    private Function<Pool, List<Pool>> pools = List::of;
    private int connectionsMax = Backend.UNLIMITED;
    private QueueLimits queue = new QueueLimits(100, QUEUE_MS);
    private int idleMax = 8;
    private int lingerMs = LINGER_MS;
    private int defaultPool;
    private int headMs = HEAD_MS;
    private int clientBodyMs = CLIENT_BODY_MS;
    private MinRate minRate = MinRate.DEFAULTS;
    private List<Route> routes = List.of();
    private Policy policy = Policy.NONE;
    private HealthCheck health = HealthCheck.DEFAULTS;
    private SlowStart slowStart = SlowStart.NONE;
    private Sticky sticky;
    private double[] weights = {};
    private Admin admin = Admin.NONE;
    private Forwarding forwarding = Forwarding.DEFAULTS;
    private Balance balance = Balance.DEFAULTS;
    private ListenerMode mode = ListenerMode.HTTP;
    private ProxyProtocol proxyProtocol;
    private ProxyVersion sendProxy;
    private int redirectStatus = Listener.REDIRECT_STATUS;
    private ServerEngines tls;
    private ClientEngines backendTls;
    private String name;
    private List<Listener> beside = List.of();
    private Dialect dialect = Dialect.OF_CLIENTS;

    public Setup backends(int count) {
        backends = count;
        return this;
    }

    /** Buffers of the loop. */
    public Setup stock(int buffers) {
        stock = buffers;
        return this;
    }

    /** Small buffers of the loop. */
    public Setup smallStock(int buffers) {
        smallStock = buffers;
        return this;
    }

    /** The largest head, target included. */
    public Setup headBytes(int max) {
        headBytes = max;
        return this;
    }

    public Setup requestsMax(int count) {
        requestsMax = count;
        return this;
    }

    public Setup pipelinedMax(int count) {
        pipelinedMax = count;
        return this;
    }

    public Setup bodyBytesMax(long bytes) {
        bodyBytesMax = bytes;
        return this;
    }

    public Setup retryAttempts(int count) {
        retry = new RetryPolicy(count, retry.on(), retry.statuses(), retry.budget(), retry.backoffMs());
        return this;
    }

    public Setup retry(RetryPolicy policy) {
        retry = policy;
        return this;
    }

    /** What becomes of the one pool, which has all backends: another one, or several. The first gets the requests. */
    public Setup pools(Function<Pool, List<Pool>> from) {
        pools = from;
        return this;
    }

    /** Of each backend. */
    public Setup connectionsMax(int count) {
        connectionsMax = count;
        return this;
    }

    public Setup queue(int lengthMax, int timeoutMs) {
        queue = new QueueLimits(lengthMax, timeoutMs);
        return this;
    }

    public Setup upstreamIdleMax(int connections) {
        idleMax = connections;
        return this;
    }

    public Setup lingerMs(int ms) {
        lingerMs = ms;
        return this;
    }

    /** How long a client has for its head, and without progress of a body. */
    public Setup clientMs(int forHead, int forBody) {
        headMs = forHead;
        clientBodyMs = forBody;
        return this;
    }

    public Setup minRate(MinRate rate) {
        minRate = rate;
        return this;
    }

    public Setup withoutPool() {
        defaultPool = -1;
        return this;
    }

    /** Where requests go that no route takes. */
    public Setup defaultPool(int index) {
        defaultPool = index;
        return this;
    }

    /** What the listener says of all its routes. */
    public Setup policy(Policy of) {
        policy = of;
        return this;
    }

    public Setup routes(Route... inOrder) {
        routes = List.of(inOrder);
        return this;
    }

    public Setup health(HealthCheck check) {
        health = check;
        return this;
    }

    public Setup slowStart(SlowStart rules) {
        slowStart = rules;
        return this;
    }

    public Setup sticky(Sticky by) {
        sticky = by;
        return this;
    }

    /** Of the first backends; the others have 1. */
    public Setup weights(double... of) {
        weights = of;
        return this;
    }

    /** What happens with each backend is counted, as somebody may ask for it. */
    public Setup admin() {
        admin = new Admin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, List.of());
        return this;
    }

    /** What the listener speaks. */
    public Setup mode(ListenerMode of) {
        mode = of;
        return this;
    }

    public Setup redirectStatus(int status) {
        redirectStatus = status;
        return this;
    }

    /** Clients of these networks begin with a PROXY header. */
    public Setup proxyProtocolFrom(String... networks) {
        proxyProtocol = new ProxyProtocol(
                Arrays.stream(networks).map(AddressRange::parse).toList());
        return this;
    }

    /** Backends are told by a PROXY header whose connection they get. */
    public Setup sendProxy(ProxyVersion version) {
        sendProxy = version;
        return this;
    }

    public Setup forwarding(Forwarding policy) {
        forwarding = policy;
        return this;
    }

    public Setup balance(Balance by) {
        balance = by;
        return this;
    }

    /** What of requests is put up with. */
    public Setup accept(Tolerance... tolerances) {
        dialect = dialect.withAccept(tolerances);
        return this;
    }

    public Setup withoutVia() {
        dialect = dialect.withoutVia();
        return this;
    }

    /** Clients of the listener come with TLS; see {@link TlsPeer}. */
    public Setup tls(ServerEngines engines) {
        tls = engines;
        return this;
    }

    /** Backends are spoken to with TLS. */
    public Setup backendTls(ClientEngines engines) {
        backendTls = engines;
        return this;
    }

    /** Further listeners of the configuration; nobody comes to them. */
    public Setup beside(Listener... others) {
        beside = List.of(others);
        return this;
    }

    /** One backend with a name that has not resolved. The scripted ones are at addresses that it may get. */
    public Setup named(String host) {
        name = host;
        return this;
    }

    ServerEngines tls() {
        return tls;
    }

    ClientEngines backendTls() {
        return backendTls;
    }

    int stock() {
        return stock;
    }

    int smallStock() {
        return smallStock;
    }

    int backends() {
        return backends;
    }

    static InetSocketAddress address(int backend) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 1, (byte) (backend + 1)}), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // four bytes are always an address
        }
    }

    public Configuration configuration() {
        final List<Backend> all = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            final double weight = i < weights.length ? weights[i] : Backend.WEIGHT;
            all.add(new Backend("b" + i, address(i), weight, connectionsMax));
        }
        if (name != null) {
            all.clear();
            all.add(new Backend(
                    "b0", InetSocketAddress.createUnresolved(name, address(0).getPort())));
        }
        final Pool pool = new Pool(
                        "app",
                        balance,
                        null,
                        all,
                        health,
                        new PoolTimeouts(CONNECT_MS, RESPONSE_MS, RESPONSE_BODY_MS),
                        new KeepAlive(UPSTREAM_IDLE_MS, idleMax),
                        retry)
                .withSlowStart(slowStart)
                .withSticky(sticky)
                .withQueue(queue)
                .withSendProxy(sendProxy);
        final Listener listener = new Listener(
                        "web",
                        LoopHarness.WEIR,
                        defaultPool,
                        routes,
                        new ListenerTimeouts(headMs, clientBodyMs, CLIENT_IDLE_MS, TUNNEL_MS, lingerMs, minRate),
                        new ListenerLimits(headBytes, 50, 512, bodyBytesMax, pipelinedMax, requestsMax, 1_000),
                        forwarding)
                .withMode(mode)
                .withPolicy(policy)
                .withDialect(dialect)
                .withRedirectStatus(redirectStatus)
                .withProxyProtocol(proxyProtocol)
                .withTls(tls == null ? null : tls.tls());
        final List<Listener> listeners = new ArrayList<>(List.of(listener));
        listeners.addAll(beside);
        return new Configuration(1, 0, 0, listeners, pools.apply(pool)).withAdmin(admin);
    }
}
