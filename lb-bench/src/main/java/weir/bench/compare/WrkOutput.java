package weir.bench.compare;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.bench.host.CannotMeasure;

/** Reads what wrk prints. Any thread. */
final class WrkOutput {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in [^,]*, ([\\d.]+)([KMGTP]?)B read");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern BAD_STATUSES = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    /** Of {@code --latency}. */
    private static final Pattern PERCENTILE = Pattern.compile("(?m)^ +(\\d+)%\\s+([\\d.]+)(us|ms|s|m|h) *$");
    /** The third column: average, deviation, highest. */
    private static final Pattern SLOWEST =
            Pattern.compile("Latency +[\\d.]+[a-z]+ +[\\d.]+[a-z]+ +([\\d.]+)(us|ms|s|m|h) ");

    private static final double ALL_PERCENT = 100;
    private static final Map<String, Double> MS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3, "m", 6e4, "h", 3.6e6);
    private static final String[] SOCKET_KINDS = {"connect", "read", "write", "timeout"};
    private static final int BITS_PER_PREFIX = 10;

    private WrkOutput() {}

    static Answers parse(String output) {
        final Matcher requests = REQUESTS.matcher(output);
        final Matcher rate = RATE.matcher(output);
        if (!requests.find() || !rate.find()) {
            throw new CannotMeasure("wrk printed no result but: " + output.trim());
        }
        return Answers.counted(
                        Long.parseLong(requests.group(1)),
                        Double.parseDouble(rate.group(1)),
                        bytes(Double.parseDouble(requests.group(2)), requests.group(3)),
                        errors(output))
                .withPercentiles(percentilesMs(output));
    }

    private static Map<Double, Double> percentilesMs(String output) {
        final Map<Double, Double> percentiles = new TreeMap<>();
        final Matcher percentile = PERCENTILE.matcher(output);
        while (percentile.find()) {
            percentiles.put(Double.parseDouble(percentile.group(1)), ms(percentile.group(2), percentile.group(3)));
        }
        final Matcher slowest = SLOWEST.matcher(output);
        if (!percentiles.isEmpty() && slowest.find()) {
            percentiles.put(ALL_PERCENT, ms(slowest.group(1), slowest.group(2)));
        }
        return percentiles;
    }

    private static double ms(String number, String unit) {
        return Double.parseDouble(number) * MS.get(unit);
    }

    private static long bytes(double number, String prefix) {
        final int power = prefix.isEmpty() ? 0 : 1 + "KMGTP".indexOf(prefix);
        return (long) (number * (1L << BITS_PER_PREFIX * power));
    }

    /** wrk leaves the lines out when all is well. */
    private static Map<String, Long> errors(String output) {
        final Map<String, Long> errors = new TreeMap<>();
        final Matcher sockets = SOCKET_ERRORS.matcher(output);
        if (sockets.find()) {
            for (int i = 0; i < SOCKET_KINDS.length; i++) {
                errors.put(SOCKET_KINDS[i], Long.parseLong(sockets.group(i + 1)));
            }
        }
        final Matcher statuses = BAD_STATUSES.matcher(output);
        if (statuses.find()) {
            errors.put("status", Long.parseLong(statuses.group(1)));
        }
        errors.values().removeIf(count -> count == 0);
        return errors;
    }
}
