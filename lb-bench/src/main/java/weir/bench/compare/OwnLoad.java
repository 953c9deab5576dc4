package weir.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weir.bench.load.Load;
import weir.bench.load.LoadPlan;
import weir.bench.load.LoadResult;
import weir.bench.load.Target;
import weir.bench.load.Tls;
import weir.bench.words.Durations;

/**
 * Load by this JVM itself, which is pinned to the load's core: an open loop with Poisson arrivals, or a closed one.
 *
 * <p>Thread: the command's own, and one that sends.
 */
final class OwnLoad implements LoadSource {
    private static final long TIMEOUT_NS = 5 * Durations.NS_PER_S;
    /** Opens the connections, and is not recorded. */
    static final long WARM_UP_MS = 500;
    /** With handshakes. */
    private static final long TLS_WARM_UP_MS = 2_000;
    /** More where they are needed, so that no request has to wait for another one's connection. */
    private static final int OPEN_CONNECTIONS_MIN = 256;

    private final Plan plan;
    private final double ratePerSecond;
    private final int connections;
    private final long seed;

    private OwnLoad(Plan plan, double ratePerSecond, int connections, long seed) {
        this.plan = plan;
        this.ratePerSecond = ratePerSecond;
        this.connections = connections;
        this.seed = seed;
    }

    static OwnLoad closed(Plan plan) {
        return new OwnLoad(plan, 0, plan.connections(), plan.seed());
    }

    /** @param seed the same for all peers of a round, so that they see the same arrivals */
    static OwnLoad open(Plan plan, double ratePerSecond, long seed) {
        final boolean isTls =
                plan.scenario().setting() == Setting.TLS; // so many handshakes at once are another question
        final int connections = isTls ? plan.connections() : Math.max(OPEN_CONNECTIONS_MIN, plan.connections());
        return new OwnLoad(plan, ratePerSecond, connections, seed);
    }

    @Override
    public Answers run(Server server, int seconds) throws IOException, InterruptedException {
        final List<Answers.Second> each = new ArrayList<>();
        final LoadResult result = Load.run(
                plan(server, seconds),
                second -> each.add(new Answers.Second(second.latencies().getTotalCount(), second.problemCount())));
        return Answers.of(result, ratePerSecond == 0 ? List.of() : each.subList(0, Math.min(seconds, each.size())));
    }

    private LoadPlan plan(Server server, int seconds) {
        final Target target = Target.parse(server.url(plan.scenario()));
        return new LoadPlan(
                target,
                List.of(plan.scenario().traffic().request()),
                false,
                ratePerSecond,
                true,
                connections,
                1,
                false,
                TIMEOUT_NS,
                (target.isTls() ? TLS_WARM_UP_MS : WARM_UP_MS) * Durations.NS_PER_MS,
                seconds * Durations.NS_PER_S,
                seed,
                false,
                target.isTls() ? Tls.of(true) : null);
    }
}
