package weir.bench.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.bench.host.CannotMeasure;

/**
 * What one run of wrk says. Immutable, any thread.
 *
 * @param requests answered requests, of any status
 * @param requestsPerSecond wrk's own figure
 * @param socketErrors failed connects, reads and writes, and answers that took over 2 s
 * @param badStatuses answers that were neither 2xx nor 3xx
 */
record WrkResult(long requests, double requestsPerSecond, long socketErrors, long badStatuses) {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern BAD_STATUSES = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    static WrkResult parse(String output) {
        final Matcher requests = REQUESTS.matcher(output);
        final Matcher rate = RATE.matcher(output);
        if (!requests.find() || !rate.find()) {
            throw new CannotMeasure("wrk printed no result but: " + output.trim());
        }
        return new WrkResult(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(rate.group(1)),
                sumOfGroups(SOCKET_ERRORS, output),
                sumOfGroups(BAD_STATUSES, output));
    }

    /** A round with errors measures something else than the scenario. */
    boolean isClean() {
        return requests > 0 && errors() == 0;
    }

    long errors() {
        return socketErrors + badStatuses;
    }

    /** wrk leaves the line out when all is well. */
    private static long sumOfGroups(Pattern line, String output) {
        final Matcher matcher = line.matcher(output);
        long sum = 0;
        if (matcher.find()) {
            for (int i = 1; i <= matcher.groupCount(); i++) {
                sum += Long.parseLong(matcher.group(i));
            }
        }
        return sum;
    }
}
