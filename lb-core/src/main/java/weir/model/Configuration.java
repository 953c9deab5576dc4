package weir.model;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * All that one configuration file says.
 *
 * @param loops number of event loops, 1..256
 * @param bufferBytesMax what all loops together may hold in relay buffers, in bytes; 0 = derived from the JVM's direct
 *     memory, whose limit it must leave room in
 * @param shutdownMs how long a stop waits for running exchanges, in milliseconds
 * @param listeners where clients connect, in file order; pool indexes point into {@code pools}
 * @param pools groups of backends, in file order
 * @param accessLog where each exchange leaves a line
 * @param webhooks receivers of events
 * @param admin where operators ask and act
 * @param stateFile where what operators have changed is kept over a restart; null = nowhere
 * @param tlsEngine whose TLS is used, wherever it is
 * @param resolveMs from one look-up of the names of backends to the next, in milliseconds
 * @param tcpKeepAliveMs after so long a silence the kernel asks a TCP peer whether it is still there, in milliseconds;
 *     0 = never
 */
public record Configuration(
        int loops,
        long bufferBytesMax,
        int shutdownMs,
        List<Listener> listeners,
        List<Pool> pools,
        AccessLog accessLog,
        List<Webhook> webhooks,
        Admin admin,
        Path stateFile,
        TlsEngine tlsEngine,
        int resolveMs,
        int tcpKeepAliveMs) {
    /** The form of the names of listeners and pools, which stand in metrics and paths. */
    public static final Form NAME = new Form("[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, dashes or underscores");

    public static final Range LOOPS_RANGE = new Range("loops", 1, 256);
    /** Beside 0, which stands for "derived". */
    public static final Range BUFFERS_RANGE = new Range("buffers", 64L << 10, 1L << 40);

    public static final Range SHUTDOWN_RANGE = new Range("shutdown", 0, 3_600_000);
    public static final int SHUTDOWN_MS = 30_000;

    public static final Range RESOLVE_RANGE = new Range("resolve", 100, 86_400_000);
    public static final int RESOLVE_MS = 30_000;

    /** Beside 0, which stands for "never". The kernel counts seconds, in 15 bits. */
    public static final Range TCP_KEEP_ALIVE_RANGE = new Range("tcp-keep-alive", 1_000, 32_400_000);

    public static final int TCP_KEEP_ALIVE_MS = 60_000;

    public Configuration {
        LOOPS_RANGE.check(loops);
        SHUTDOWN_RANGE.check(shutdownMs);
        RESOLVE_RANGE.check(resolveMs);
        if (tcpKeepAliveMs != 0) {
            TCP_KEEP_ALIVE_RANGE.check(tcpKeepAliveMs);
        }
        if (bufferBytesMax != 0) {
            BUFFERS_RANGE.check(bufferBytesMax);
        }
        listeners = Given.list("listeners", listeners);
        pools = Given.list("pools", pools);
        webhooks = Given.list("notify.webhooks", webhooks);
        Webhook.WEBHOOKS_RANGE.check(webhooks.size());
        Given.one("log", accessLog);
        Given.one("admin", admin);
        Given.one("tls.engine", tlsEngine);
        References.check(listeners, pools, admin);
    }

    /** With the usual times from one look-up of names to the next, and of TCP keep-alive. */
    public Configuration(
            int loops,
            long bufferBytesMax,
            int shutdownMs,
            List<Listener> listeners,
            List<Pool> pools,
            AccessLog accessLog,
            List<Webhook> webhooks,
            Admin admin,
            Path stateFile,
            TlsEngine tlsEngine) {
        this(
                loops,
                bufferBytesMax,
                shutdownMs,
                listeners,
                pools,
                accessLog,
                webhooks,
                admin,
                stateFile,
                tlsEngine,
                RESOLVE_MS,
                TCP_KEEP_ALIVE_MS);
    }

    /** Without a state file, with the TLS that is fastest here. */
    public Configuration(
            int loops,
            long bufferBytesMax,
            int shutdownMs,
            List<Listener> listeners,
            List<Pool> pools,
            AccessLog accessLog,
            List<Webhook> webhooks,
            Admin admin) {
        this(loops, bufferBytesMax, shutdownMs, listeners, pools, accessLog, webhooks, admin, null, TlsEngine.AUTO);
    }

    /** Without an admin API, either. */
    public Configuration(
            int loops,
            long bufferBytesMax,
            int shutdownMs,
            List<Listener> listeners,
            List<Pool> pools,
            AccessLog accessLog,
            List<Webhook> webhooks) {
        this(loops, bufferBytesMax, shutdownMs, listeners, pools, accessLog, webhooks, Admin.NONE);
    }

    /** Without webhooks, either. */
    public Configuration(
            int loops,
            long bufferBytesMax,
            int shutdownMs,
            List<Listener> listeners,
            List<Pool> pools,
            AccessLog accessLog) {
        this(loops, bufferBytesMax, shutdownMs, listeners, pools, accessLog, List.of());
    }

    /** Without an access log, either. */
    public Configuration(int loops, long bufferBytesMax, int shutdownMs, List<Listener> listeners, List<Pool> pools) {
        this(loops, bufferBytesMax, shutdownMs, listeners, pools, AccessLog.NONE);
    }

    /** Where {@link #pools} has the one with that name; -1 = nowhere. */
    public int poolIndex(String name) {
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public Configuration withPools(List<Pool> pools) {
        return new Configuration(
                loops,
                bufferBytesMax,
                shutdownMs,
                listeners,
                pools,
                accessLog,
                webhooks,
                admin,
                stateFile,
                tlsEngine,
                resolveMs,
                tcpKeepAliveMs);
    }

    public Configuration withStateFile(Path stateFile) {
        return new Configuration(
                loops,
                bufferBytesMax,
                shutdownMs,
                listeners,
                pools,
                accessLog,
                webhooks,
                admin,
                stateFile,
                tlsEngine,
                resolveMs,
                tcpKeepAliveMs);
    }

    public Configuration withAdmin(Admin admin) {
        return new Configuration(
                loops,
                bufferBytesMax,
                shutdownMs,
                listeners,
                pools,
                accessLog,
                webhooks,
                admin,
                stateFile,
                tlsEngine,
                resolveMs,
                tcpKeepAliveMs);
    }

    /** Most that policies add to one head, beside what Weir does: those of a listener, a route and a pool together. */
    public int policyBytesMax() {
        return Math.max(policyBytesMax(Policy::requestBytesMax), policyBytesMax(Policy::responseBytesMax));
    }

    private int policyBytesMax(ToIntFunction<Policy> bytes) {
        final int ofListeners = listeners.stream()
                .mapToInt(listener ->
                        listener.policyBytesMax(bytes) + listener.identity().requestBytesMax())
                .max()
                .orElse(0);
        return ofListeners
                + pools.stream().map(Pool::policy).mapToInt(bytes).max().orElse(0);
    }
}
