package weir.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import weir.bench.report.Numbers;

/** One line per round and peer, for a spreadsheet. Any thread. */
final class ResultsCsv {
    private static final String HEADING = "scenario,round,fork,phase,peer,valid,start_seconds,answers,bytes,"
            + "answers_per_second,unit,cpu,cpu_loop,cpu_user,cpu_system,proxy_percent,client_percent,origin_percent,"
            + "others_percent,steal_percent,resident_mb,p50_ms,p90_ms,p99_ms,p99_9_ms,max_ms,errors,error_kinds,"
            + "together\n";
    private static final double[] PERCENTS = {50, 90, 99, 99.9, 100};

    private ResultsCsv() {}

    static String of(Results results) {
        final StringBuilder text = new StringBuilder(HEADING);
        for (Round round : results.rounds()) {
            text.append(line(results.plan(), round)).append('\n');
        }
        return text.toString();
    }

    private static String line(Plan plan, Round round) {
        final Unit unit = plan.scenario().unit();
        final Answers answers = round.answers();
        final Usage usage = round.usage();
        final List<String> cells = List.of(
                plan.scenario().word(),
                Integer.toString(round.number()),
                Integer.toString(round.fork()),
                round.phase().word(),
                round.peer(),
                Boolean.toString(round.isValid()),
                number(round.startSeconds()),
                Long.toString(answers.count()),
                Long.toString(answers.bytes()),
                number(answers.perSecond()),
                unit.word(),
                number(round.cost(unit)),
                number(round.loopCost(unit)),
                number(round.userCost(unit)),
                number(round.systemCost(unit)),
                number(usage.proxyPercent()),
                number(usage.clientPercent()),
                number(usage.originPercent()),
                number(usage.othersPercent()),
                number(usage.stealPercent()),
                number(round.residentMb()),
                percentiles(answers),
                Long.toString(answers.errorCount()),
                kinds(answers),
                Boolean.toString(plan.together()));
        return String.join(",", cells);
    }

    private static String percentiles(Answers answers) {
        return Arrays.stream(PERCENTS)
                .mapToObj(percent -> number(answers.percentileMs(percent)))
                .collect(Collectors.joining(","));
    }

    /** For instance {@code 5xx:3 reset:1}. */
    private static String kinds(Answers answers) {
        return answers.errors().entrySet().stream()
                .map(error -> error.getKey() + ":" + error.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Numbers.three(value);
    }
}
