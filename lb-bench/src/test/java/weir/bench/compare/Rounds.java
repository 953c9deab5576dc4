package weir.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import weir.bench.host.CpuUse;
import weir.bench.load.Histograms;
import weir.bench.report.Fingerprint;

/** Rounds and results as if they had been measured. */
final class Rounds {
    private static final int REQUESTS = 1_000;

    private Rounds() {}

    static Plan plan(Scenario scenario, int forks) {
        return plan(scenario, forks, false);
    }

    static Plan plan(Scenario scenario, int forks, boolean together) {
        final int latencyRounds = together || scenario.latencyPhases().isEmpty() ? 0 : 1;
        final int connections = scenario.traffic().connections();
        return new Plan(scenario, forks, 6, 5, latencyRounds, connections, together, 7, 0, 1, true);
    }

    /** 1,000 requests, so that microseconds per request are the CPU time in milliseconds. */
    static Round full(int number, int fork, String peer, long cpuUs, long errors) {
        final Answers answers =
                Answers.counted(REQUESTS, 200, 131_000, errors == 0 ? Map.of() : Map.of("read", errors));
        return new Round(number, fork, Phase.FULL, peer, number * 5, answers, usage(cpuUs));
    }

    /** Latencies from 1 to 1,000 times {@code unitUs}. */
    static Round open(int number, Phase phase, String peer, long unitUs) {
        final Histogram latencies = Histograms.empty();
        for (int i = 1; i <= REQUESTS; i++) {
            latencies.recordValue(i * unitUs * 1_000);
        }
        final List<Answers.Second> seconds = List.of(new Answers.Second(600, 0), new Answers.Second(400, 0));
        final Answers answers = new Answers(REQUESTS, 500, 131_000, Map.of(), latencies, Map.of(), seconds);
        return new Round(number, 1, phase, peer, 20 + number, answers, usage(12));
    }

    /** As wrk tells it: the slowest took a hundred times {@code unitMs}. */
    static Round withTail(Round round, double unitMs) {
        final Map<Double, Double> percentiles =
                Map.of(50.0, unitMs, 75.0, 2 * unitMs, 90.0, 3 * unitMs, 99.0, 10 * unitMs, 100.0, 100 * unitMs);
        return round.with(round.answers().withPercentiles(percentiles));
    }

    private static Usage usage(long cpuUs) {
        return usage(cpuUs, 1_000_000, 0.5);
    }

    static Usage usage(long cpuUs, long othersNs, double stealPercent) {
        final CpuUse proxy = new CpuUse(cpuUs * 1_000_000, 0, 0, 0);
        return new Usage(proxy, 2_000_000, 3_000_000, othersNs, 5_000_000_000L, stealPercent, 50_000_000);
    }

    static SyscallRound syscalls(String peer) {
        return new SyscallRound(
                peer,
                new SyscallCounts(Map.of("read", 2_000L, "epoll_wait", 30L), 3),
                Answers.counted(REQUESTS, 200, 1, Map.of()));
    }

    static Fingerprint environment() {
        return new Fingerprint(Map.of("kernel", "Linux 6 <&>"));
    }

    /** A little of all, in any scenario. */
    static Results results(Scenario scenario) {
        final List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= 6; number++) {
            for (String peer : List.of("weir", "nginx")) {
                final int unitUs = peer.equals("weir") ? 8 : 10;
                if (scenario.mainPhase() == Phase.FULL) {
                    final Round full = full(number, 1, peer, unitUs + number, 0);
                    rounds.add(scenario.tellsTail() ? withTail(full, unitUs) : full);
                } else {
                    rounds.add(open(number, scenario.mainPhase(), peer, unitUs));
                }
                if (scenario.mainPhase() == Phase.STORM) {
                    rounds.add(open(number, Phase.BESIDE_STORM, peer, 2 * unitUs));
                }
            }
        }
        for (Phase phase : scenario.latencyPhases()) {
            rounds.add(open(1, phase, "weir", 8));
            rounds.add(open(1, phase, "nginx", 10));
        }
        final List<SyscallRound> syscalls =
                scenario.mainPhase() == Phase.FULL ? List.of(syscalls("weir"), syscalls("nginx")) : List.of();
        return new Results(
                plan(scenario, 1),
                environment(),
                List.of("weir", "nginx"),
                Map.of("haproxy", "haproxy is not installed <here>"),
                rounds,
                syscalls);
    }
}
