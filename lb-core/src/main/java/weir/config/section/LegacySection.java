package weir.config.section;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import weir.balance.Algorithm;
import weir.config.value.BindAddress;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Location;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.CheckTimes;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.model.Range;

/** The whole file of an older balancer, whose keys have other names: one listener, one pool, a TCP check. */
public final class LegacySection extends SectionType<Configuration> {
    private static final int SECOND_MS = 1_000;
    private static final Range DELAY_RANGE =
            new Range("healthCheckDelay", 1, CheckTimes.INTERVAL_RANGE.max() / SECOND_MS);

    private final Key<InetSocketAddress> addr = required("addr", new BindAddress());
    private final Key<Algorithm> algorithm =
            optional("algorithm", BalanceSection.NAMES.inAnySpelling(), Algorithm.ROUND_ROBIN);
    private final Key<Long> healthCheckDelay =
            count(DELAY_RANGE, HealthCheck.DEFAULTS.times().intervalMs() / SECOND_MS);
    private final Key<List<LegacyServerSection.Server>> servers =
            required("servers", new ListOf<>(new LegacyServerSection(), Pool.BACKENDS_RANGE));

    /** Has a key that is the older balancer's, and none of the sections that it did not have. */
    public static boolean isLegacy(Location top) {
        if (top.entries() == null) {
            return false;
        }
        final List<String> keys = top.keys();
        return (keys.contains("servers") || keys.contains("addr"))
                && !keys.contains("listeners")
                && !keys.contains("pools");
    }

    /** The same of a file that has been read. */
    public static boolean isLegacy(Set<String> paths) {
        return paths.contains("addr");
    }

    /** What this file has for a path that the configuration has come to have. */
    public static String own(String path) {
        if (path.startsWith("listeners.")) {
            return "addr";
        }
        return path.startsWith("pools.") ? "servers" : path;
    }

    @Override
    Configuration build(Section section) {
        final InetSocketAddress bind = section.get(addr);
        final Algorithm algorithm = section.get(this.algorithm);
        final HealthCheck health = health(section.getInt(healthCheckDelay) * SECOND_MS);
        final List<LegacyServerSection.Server> read = section.get(this.servers);
        final List<LegacyServerSection.Server> servers = read == null ? List.of() : read;
        final List<Backend> backends = backends(servers);
        if (bind != null) {
            ListenerSection.takeBind(bind, section.at(addr));
        }
        final BackendTls tls = tls(servers);
        if (section.location().context().hasProblems()) {
            return null;
        }
        return SimpleConfiguration.of(List.of(bind), algorithm, backends, health, tls);
    }

    /** The older balancer had no timeout of its own, so a short interval must not be outlasted by ours. */
    private static HealthCheck health(int intervalMs) {
        final HealthCheck known = HealthCheck.DEFAULTS;
        return known.withType(HealthCheck.Type.TCP)
                .withTimes(new CheckTimes(intervalMs, Math.min(known.times().timeoutMs(), intervalMs / 2)));
    }

    /**
     * Https is TLS with whom the JVM trusts, as with the older balancer. It is of a whole pool here, so that a server
     * cannot be reached in the clear by mistake. Null without.
     */
    private static BackendTls tls(List<LegacyServerSection.Server> servers) {
        final long count =
                servers.stream().filter(LegacyServerSection.Server::hasTls).count();
        if (count > 0 && count < servers.size()) {
            final boolean isFirstSecured = servers.get(0).hasTls();
            final Location odd = servers.stream()
                    .filter(server -> server.hasTls() != isFirstSecured)
                    .findFirst()
                    .orElseThrow()
                    .backend()
                    .location();
            odd.refuse(
                    (isFirstSecured ? "no https:// beside servers with it" : "https:// beside servers without it"),
                    "https:// for all servers or for none; a file with listeners and pools can have a pool of each");
        }
        return count > 0 ? BackendTls.DEFAULTS : null;
    }

    /** The older balancer took any weight above 0; ours have a range, and only their proportions matter. */
    private static List<Backend> backends(List<LegacyServerSection.Server> servers) {
        final double heaviest = servers.stream()
                .mapToDouble(LegacyServerSection.Server::weight)
                .max()
                .orElse(Backend.WEIGHT_MAX);
        final double scale = Math.min(1, Backend.WEIGHT_MAX / heaviest);
        return PoolSection.distinct(
                servers.stream().map(server -> server.scaled(scale)).toList());
    }
}
