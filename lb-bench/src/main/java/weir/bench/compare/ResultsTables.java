package weir.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import weir.bench.report.Numbers;
import weir.bench.report.Table;

/** What follows from the rounds, as tables for text and for pages. Any thread. */
final class ResultsTables {
    /** Rarer calls are set-up and housekeeping. */
    private static final double SHOWN_PER_UNIT = 0.001;

    /** Below the costs. */
    static final String TOGETHER_NOTE =
            "All peers were under load at the same time and shared the core and its caches: "
                    + "believe the ratios, that of the loops first. "
                    + "Do not compare absolute figures with those of other runs.";

    private static final double[] PERCENTS = {50, 90, 99, 99.9, 100};

    private final Results results;
    private final Unit unit;
    private final Phase phase;

    ResultsTables(Results results) {
        this.results = results;
        this.unit = results.unit();
        this.phase = results.mainPhase();
    }

    /** CPU time of the proxies: median of the valid rounds. */
    Table costs() {
        final Table table = new Table(
                "peer",
                unit.word(),
                "lowest",
                "highest",
                "user",
                "system",
                "loop only",
                "per second",
                "RSS MB",
                "steal %",
                "rounds",
                "errors");
        for (String peer : results.peers()) {
            final double[] costs = results.valid(phase, peer, round -> round.cost(unit));
            table.row(
                    peer,
                    Numbers.two(median(peer, round -> round.cost(unit))),
                    Numbers.two(Arrays.stream(costs).min().orElse(Double.NaN)),
                    Numbers.two(Arrays.stream(costs).max().orElse(Double.NaN)),
                    Numbers.two(median(peer, round -> round.userCost(unit))),
                    Numbers.two(median(peer, round -> round.systemCost(unit))),
                    Numbers.two(median(peer, round -> round.loopCost(unit))),
                    Numbers.whole(median(peer, Round::perSecond)),
                    Numbers.whole(median(peer, Round::residentMb)),
                    Numbers.two(median(peer, round -> round.usage().stealPercent())),
                    costs.length + " of " + results.rounds(phase, peer).size(),
                    Long.toString(errorCount(phase, peer)));
        }
        return table;
    }

    private long errorCount(Phase of, String peer) {
        return results.errors(of, peer).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private double median(String peer, ToDoubleFunction<Round> value) {
        return results.median(phase, peer, value);
    }

    /** With their 95 % intervals; below 1 is better for the subject, but of answers per second above. */
    Table ratios() {
        final List<String> heading = new ArrayList<>(List.of(results.peers().get(0)));
        results.peers().stream().skip(1).forEach(peer -> heading.add("/ " + peer));
        heading.add("rounds");
        final Table table = new Table(heading.toArray(String[]::new));
        add(table, "CPU, " + unit.word(), results.ratios(phase, round -> round.cost(unit)));
        final List<Ratio> loops = results.ratios(phase, round -> round.loopCost(unit));
        if (loops.stream().anyMatch(Ratio::isKnown)) {
            add(table, "CPU of the loops, " + unit.word(), loops);
        }
        if (phase.isClosedLoop()) {
            add(table, "per second", results.ratios(phase, Round::perSecond));
        }
        add(table, "RSS", results.ratios(phase, Round::residentMb));
        for (Phase each : results.latencyPhases()) {
            add(table, "p50 " + each.description(), results.ratios(each, percentile(50)));
            add(table, "p99 " + each.description(), results.ratios(each, percentile(99)));
            if (each.isClosedLoop()) {
                add(table, "slowest " + each.description(), results.ratios(each, percentile(100)));
            }
        }
        return table;
    }

    private static ToDoubleFunction<Round> percentile(double percent) {
        return round -> round.answers().percentileMs(percent);
    }

    private static void add(Table table, String of, List<Ratio> ratios) {
        final List<String> row = new ArrayList<>(List.of(of));
        ratios.forEach(ratio -> row.add(ratio.words()));
        row.add(Integer.toString(ratios.stream().mapToInt(Ratio::rounds).max().orElse(0)));
        table.row(row);
    }

    /** Median of the rounds, so that a stall of the machine in one does not become a peer's tail. */
    Table latencies() {
        final Table table =
                new Table("load", "peer", "p50", "p90", "p99", "p99.9", "slowest", "per second", "CPU", "errors");
        for (Phase each : results.latencyPhases()) {
            for (String peer : results.peers()) {
                final List<String> row = new ArrayList<>(List.of(each.description(), peer));
                for (double percent : PERCENTS) {
                    row.add(Numbers.two(results.median(each, peer, percentile(percent))));
                }
                row.add(Numbers.whole(results.median(each, peer, Round::perSecond)));
                row.add(Numbers.two(results.median(each, peer, round -> round.cost(unit))));
                row.add(Long.toString(errorCount(each, peer)));
                table.row(row);
            }
        }
        return table;
    }

    /** What these latencies are, by the kind of load. */
    String latencyNote() {
        return results.latencyPhases().stream()
                .map(phase -> phase.latenciesAre(results.plan().scenario().isByWrk()))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    boolean hasLatencies() {
        return !results.latencyPhases().isEmpty();
    }

    /** Which core was the limit: shares of a core, median of the rounds. Together, the proxies shared theirs. */
    Table limits() {
        final Table table = new Table("peer", "proxy %", "client %", "origin %", "no more of");
        final double all = results.peers().stream()
                .mapToDouble(peer -> median(peer, round -> round.usage().proxyPercent()))
                .sum();
        for (String peer : results.peers()) {
            final double proxy = median(peer, round -> round.usage().proxyPercent());
            final double client = median(peer, round -> round.usage().clientPercent());
            final double origin = median(peer, round -> round.usage().originPercent());
            table.row(
                    peer,
                    Numbers.whole(proxy),
                    Numbers.whole(client),
                    Numbers.whole(origin),
                    Usage.limit(results.plan().together() ? all : proxy, client + origin));
        }
        return table;
    }

    boolean hasErrors() {
        return !errorKinds().isEmpty();
    }

    /** Each kind that occurred, in all phases. */
    Table errors() {
        final List<String> heading = new ArrayList<>(List.of("errors"));
        heading.addAll(results.peers());
        final Table table = new Table(heading.toArray(String[]::new));
        for (String kind : errorKinds()) {
            final List<String> row = new ArrayList<>(List.of(kind));
            for (String peer : results.peers()) {
                row.add(Long.toString(errorsOfAllPhases(peer, kind)));
            }
            table.row(row);
        }
        final List<String> row = new ArrayList<>(List.of("per million requests"));
        for (String peer : results.peers()) {
            row.add(Numbers.whole(median(peer, round -> round.answers().errorsPerMillion())));
        }
        return table.row(row);
    }

    private TreeSet<String> errorKinds() {
        final TreeSet<String> kinds = new TreeSet<>();
        results.rounds().forEach(round -> kinds.addAll(round.answers().errors().keySet()));
        return kinds;
    }

    private long errorsOfAllPhases(String peer, String kind) {
        long count = 0;
        for (Phase each : Phase.values()) {
            final Map<String, Long> errors = results.errors(each, peer);
            count += errors.getOrDefault(kind, 0L);
        }
        return count;
    }

    Table syscalls() {
        final List<String> heading = new ArrayList<>(List.of("call"));
        results.syscalls().forEach(round -> heading.add(round.peer()));
        final Table table = new Table(heading.toArray(String[]::new));
        for (String name : shownCalls()) {
            table.row(syscallRow(name, round -> round.per(unit, name)));
        }
        table.row(syscallRow("all calls", round -> round.totalPer(unit)));
        table.row(syscallRow("of these failed (EAGAIN ...)", round -> round.failedPer(unit)));
        table.row(row("requests counted", round -> Long.toString(round.load().count())));
        return table;
    }

    private List<String> shownCalls() {
        final ToDoubleFunction<String> most = name -> results.syscalls().stream()
                .mapToDouble(round -> round.per(unit, name))
                .max()
                .orElse(0);
        return results.syscalls().stream()
                .flatMap(round -> round.counts().calls().keySet().stream())
                .distinct()
                .filter(name -> most.applyAsDouble(name) >= SHOWN_PER_UNIT)
                .sorted(Comparator.comparingDouble(most).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<String> syscallRow(String name, ToDoubleFunction<SyscallRound> perUnit) {
        return row(name, round -> Numbers.three(perUnit.applyAsDouble(round)));
    }

    private List<String> row(String name, Function<SyscallRound, String> cell) {
        final List<String> row = new ArrayList<>(List.of(name));
        results.syscalls().forEach(round -> row.add(cell.apply(round)));
        return row;
    }
}
