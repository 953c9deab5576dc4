package weir.bench.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import weir.bench.report.Numbers;
import weir.bench.report.Table;

/** Results for people. Any thread. */
final class ResultsText {
    /** Rarer calls are set-up and housekeeping. */
    private static final double SHOWN_PER_REQUEST = 0.001;

    private final Results results;

    ResultsText(Results results) {
        this.results = results;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        text.append(results.environment().table())
                .append('\n')
                .append(heading())
                .append('\n');
        text.append("\nCPU time of the proxy per request, in us: median of the valid rounds\n");
        text.append(costs());
        if (results.peers().size() > 1) {
            text.append("\nRatio of CPU time per request, round by round: below 1 means ");
            text.append(results.peers().get(0)).append(" is cheaper\n").append(ratios());
        }
        if (!results.syscalls().isEmpty()) {
            text.append("\nSystem calls per request, under strace (counts are exact, speed is not)\n");
            text.append(syscalls());
        }
        return text.toString();
    }

    private String heading() {
        final Plan plan = results.plan();
        return "scenario " + plan.scenario().word() + ": " + plan.scenario().description() + "\n"
                + plan.connections() + " connections, " + plan.forks() + " x " + plan.rounds() + " rounds of "
                + plan.seconds() + " s in random order (seed " + plan.seed() + "), proxies on core "
                + plan.proxyCore() + ", wrk and origin on core " + plan.loadCore();
    }

    private Table costs() {
        final Table table = new Table(
                "peer",
                "us/request",
                "lowest",
                "highest",
                "user",
                "system",
                "loop only",
                "requests/s",
                "busy %",
                "steal %",
                "rounds",
                "errors");
        for (String peer : results.peers()) {
            final double[] cpuUs = results.valid(peer, Round::cpuUs);
            table.row(
                    peer,
                    median(peer, Round::cpuUs),
                    Numbers.two(Arrays.stream(cpuUs).min().orElse(Double.NaN)),
                    Numbers.two(Arrays.stream(cpuUs).max().orElse(Double.NaN)),
                    median(peer, Round::userUs),
                    median(peer, Round::systemUs),
                    median(peer, Round::loopUs),
                    Numbers.whole(results.median(peer, Round::requestsPerSecond)),
                    Numbers.whole(results.median(peer, Round::busyPercent)),
                    Numbers.two(results.median(peer, Round::stealPercent)),
                    cpuUs.length + " of "
                            + results.plan().forks() * results.plan().rounds(),
                    Long.toString(results.errorsOf(peer)));
        }
        return table;
    }

    private String median(String peer, ToDoubleFunction<Round> value) {
        return Numbers.two(results.median(peer, value));
    }

    private Table ratios() {
        final Table table = new Table("ratio", "median", "95 % from", "to", "rounds");
        for (Ratio ratio : results.ratios()) {
            table.row(
                    ratio.subject() + " / " + ratio.peer(),
                    Numbers.three(ratio.median()),
                    Numbers.three(ratio.interval().low()),
                    Numbers.three(ratio.interval().high()),
                    Integer.toString(ratio.rounds()));
        }
        return table;
    }

    private Table syscalls() {
        final List<String> heading = new ArrayList<>(List.of("call"));
        results.syscalls().forEach(round -> heading.add(round.peer()));
        final Table table = new Table(heading.toArray(String[]::new));
        for (String name : shownCalls()) {
            table.row(syscallRow(name, round -> round.perRequest(name)));
        }
        table.row(syscallRow("all calls", SyscallRound::totalPerRequest));
        table.row(syscallRow("of these failed (EAGAIN ...)", SyscallRound::failedPerRequest));
        table.row(syscallRow("requests counted", round -> round.load().requests()));
        return table;
    }

    private List<String> shownCalls() {
        final ToDoubleFunction<String> most = name -> results.syscalls().stream()
                .mapToDouble(round -> round.perRequest(name))
                .max()
                .orElse(0);
        return results.syscalls().stream()
                .flatMap(round -> round.counts().calls().keySet().stream())
                .distinct()
                .filter(name -> most.applyAsDouble(name) >= SHOWN_PER_REQUEST)
                .sorted(Comparator.comparingDouble(most).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<String> syscallRow(String name, ToDoubleFunction<SyscallRound> value) {
        final List<String> row = new ArrayList<>(List.of(name));
        results.syscalls().forEach(round -> {
            final double number = value.applyAsDouble(round);
            row.add(number >= 1_000 ? Numbers.whole(number) : Numbers.three(number));
        });
        return row;
    }
}
