package weir.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.Pool;

/**
 * How many descriptors clients and the connections to backends may have, as a sum:
 *
 * <pre>
 *   connections = the process's limit (ulimit -n; the JVM has raised it to the hard one) - what is open when all is bound - what is kept back
 *   kept back   = a check of each backend at a time, the admin API's connections, notifications, and {@link #OTHERS}
 *   a client    = its own socket, and one to a backend while it is active; with Conscrypt, which opens a pipe for each, two more on a side with TLS
 * </pre>
 *
 * @param max for connections
 * @param perUpstream of one connection to a backend
 */
record DescriptorBudget(int max, int limit, int perUpstream) {
    /**
     * Log files that are opened anew, certificates, the state file, names that are looked up, classes and libraries.
     */
    static final int OTHERS = 20;

    private static final int PER_CONNECTION = 1;
    private static final int PER_TLS_CONNECTION = 3;
    private static final int PER_SELECTOR = 2;
    private static final int PER_WEBHOOK = 2;
    /** Pipes of the command, and files while it is started. */
    private static final int PER_COMMAND = 6;

    private static final int ADMIN_SHARE = 32;
    private static final int ADMIN_MIN = 8;
    private static final int ADMIN_MAX = 128;

    private static final int CLIENTS_MIN = 8;
    /** Fewer would surprise. */
    private static final int CLIENTS_USUAL = 1_000;

    /** To be asked when nearly all is open that will be. */
    static DescriptorBudget of(Configuration configuration, TlsSetup tls) throws StartFailure {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean process
                ? of(configuration, tls, process.getMaxFileDescriptorCount(), process.getOpenFileDescriptorCount())
                : new DescriptorBudget(Integer.MAX_VALUE, Integer.MAX_VALUE, perUpstream(configuration, tls));
    }

    /** Before anything is open, with what a start opens at least: sockets, and two descriptors of each selector. */
    static void checkStart(Configuration configuration, TlsSetup tls) throws StartFailure {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean process) {
            final long more =
                    (long) configuration.loops() * (configuration.listeners().size() + PER_SELECTOR);
            of(configuration, tls, process.getMaxFileDescriptorCount(), process.getOpenFileDescriptorCount() + more);
        }
    }

    static DescriptorBudget of(Configuration configuration, TlsSetup tls, long limit, long open) throws StartFailure {
        final long kept = keptBack(configuration, tls, limit);
        final int perUpstream = perUpstream(configuration, tls);
        final long max = limit - open - kept;
        final long least = (long) CLIENTS_MIN * (perUpstream + PER_CONNECTION);
        if (max < least) {
            throw new StartFailure("too few descriptors: the process may have " + limit + " (ulimit -n), and needs "
                    + (open + kept + least) + " at least");
        }
        return new DescriptorBudget(
                (int) Math.min(max, Integer.MAX_VALUE), (int) Math.min(limit, Integer.MAX_VALUE), perUpstream);
    }

    private static long keptBack(Configuration configuration, TlsSetup tls, long limit) {
        long kept = OTHERS + configuration.webhooks().size() * (long) PER_WEBHOOK;
        if (configuration.admin().isOn()) {
            kept += adminConnections(limit) + 1;
        }
        for (Pool pool : configuration.pools()) {
            kept += pool.onDown() == null ? 0 : PER_COMMAND;
            kept += pool.health().type() == HealthCheck.Type.NONE
                    ? 0
                    : (long) pool.backends().size() * perConnection(pool.tls() != null, tls);
        }
        return kept;
    }

    static int perUpstream(Configuration configuration, TlsSetup tls) {
        return perConnection(configuration.pools().stream().anyMatch(pool -> pool.tls() != null), tls);
    }

    /** Descriptors of one connection. */
    static int perConnection(boolean hasTls, TlsSetup tls) {
        return hasTls && tls.provider().isNative() ? PER_TLS_CONNECTION : PER_CONNECTION;
    }

    /** Of the admin API, at most. */
    int adminConnections() {
        return adminConnections(limit);
    }

    private static int adminConnections(long limit) {
        return (int) Math.max(ADMIN_MIN, Math.min(limit / ADMIN_SHARE, ADMIN_MAX));
    }

    /** What the user may want to know. */
    Optional<String> note() {
        final int clients = max / (perUpstream + PER_CONNECTION);
        return clients < CLIENTS_USUAL
                ? Optional.of("room for " + clients + " busy clients, as the process may have " + limit
                        + " descriptors (ulimit -n)")
                : Optional.empty();
    }
}
