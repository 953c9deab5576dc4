package weir.bench.scenario;

import java.util.List;
import weir.bench.report.Numbers;

/** One line per round and peer, for a spreadsheet. Any thread. */
final class ResultsCsv {
    private static final String HEADING = "round,peer,valid,requests,requests_per_second,cpu_us_per_request,"
            + "loop_us_per_request,user_us_per_request,system_us_per_request,busy_percent,steal_percent,"
            + "socket_errors,bad_statuses\n";

    private ResultsCsv() {}

    static String of(Results results) {
        final StringBuilder text = new StringBuilder(HEADING);
        for (Round round : results.rounds()) {
            text.append(String.join(",", cells(round))).append('\n');
        }
        return text.toString();
    }

    private static List<String> cells(Round round) {
        return List.of(
                Integer.toString(round.number()),
                round.peer(),
                Boolean.toString(round.isValid()),
                Long.toString(round.load().requests()),
                number(round.requestsPerSecond()),
                number(round.cpuUs()),
                number(round.loopUs()),
                number(round.userUs()),
                number(round.systemUs()),
                number(round.busyPercent()),
                number(round.stealPercent()),
                Long.toString(round.load().socketErrors()),
                Long.toString(round.load().badStatuses()));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Numbers.three(value);
    }
}
