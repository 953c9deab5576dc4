package weir.app;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import weir.health.HealthMonitor;
import weir.http.Fault;
import weir.model.Configuration;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.stats.Counter;

/**
 * A running balancer: the embedding API.
 *
 * <pre>{@code
 * Weir weir = Weir.start(configuration);
 * ...
 * weir.stop();
 * }</pre>
 *
 * <p>A thread of Weir's that dies, because memory is out or of a bug that no barrier has caught, is told to the default
 * handler of uncaught exceptions, which belongs to the application: Weir never ends a JVM that it was only embedded in.
 * The command line does ({@link LastResort}).
 *
 * <p>{@link StartUp} makes one, {@link Running} is what it consists of, {@link Summary} adds up what it has counted.
 *
 * <p>Any thread.
 */
public final class Weir {
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

    private final Configuration configuration;
    private final List<Bound> listeners;
    /** Null when there is none. */
    private final InetSocketAddress adminAddress;

    private final Running running;
    private final Summary summary;

    /** @param adminAddress null = there is none */
    Weir(Configuration configuration, List<Bound> listeners, InetSocketAddress adminAddress, Running running) {
        this.configuration = configuration;
        this.listeners = List.copyOf(listeners);
        this.adminAddress = adminAddress;
        this.running = running;
        this.summary = running.summary();
    }

    /**
     * Binds all listeners and starts all threads. When it fails nothing is left behind.
     *
     * @throws StartFailure an address cannot be bound, the access log cannot be opened, the state file cannot be
     *     understood, or the system has too little to offer
     */
    public static Weir start(Configuration configuration) throws StartFailure {
        return start(configuration, () -> {});
    }

    /**
     * @param lastStep taken when all is there but the loops do not run yet; for the test of what happens when that late
     *     something fails
     */
    static Weir start(Configuration configuration, Runnable lastStep) throws StartFailure {
        if (configuration == null) {
            throw new IllegalArgumentException("configuration: null, must be given");
        } else if (configuration.listeners().isEmpty()) {
            throw new StartFailure("listeners", "none, must be one at least");
        }
        return new StartUp(configuration).go(lastStep);
    }

    /** What it was started with, and what operators had changed before. */
    Configuration configuration() {
        return configuration;
    }

    /** Where clients can connect. */
    public List<Bound> listeners() {
        return listeners;
    }

    /** Where the admin API listens; empty when there is none. */
    public Optional<InetSocketAddress> adminAddress() {
        return Optional.ofNullable(adminAddress);
    }

    /**
     * Stops accepting (the admin API, too), lets running exchanges finish up to the configured deadline, closes
     * everything and waits for the threads to end, a few seconds for each kind: one that a disk, a name service or a
     * receiver holds up is a daemon and ends later, a loop that an own algorithm holds up stays and is named in the
     * log. A second call does nothing.
     */
    public synchronized void stop() {
        running.stop(configuration.shutdownMs());
    }

    /**
     * The access log's name leads to another file now, as after its rotation. Any thread; does nothing without a log.
     */
    public void reopenAccessLog() {
        running.reopenAccessLog();
    }

    /** The health of all backends, and the way to take them out and in. */
    public HealthMonitor health() {
        return running.monitor();
    }

    /** A counter's total over all loops, that of the checks included; may be a moment old. */
    public long total(Counter counter) {
        return summary.total(counter);
    }

    /** Ids of the loops' threads, for measurements. */
    public List<Long> loopThreadIds() {
        return running.loops().stream().map(LoopThread::threadId).toList();
    }

    /** How often exchanges ended in that way. */
    public long total(ExchangeEnd end) {
        return summary.total(end);
    }

    /** How often a message was refused for that reason. */
    public long total(Fault fault) {
        return summary.total(fault);
    }

    /** One line of totals: what was served, and every way to fail that has happened. */
    public String summary() {
        return summary.line();
    }

    /** What a pool has in flight, where its algorithm counts that; may be a moment old. */
    int inFlight(String pool) {
        return running.inFlight(pool);
    }
}
