package weir.bench.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as words of the command line, such as {@code 250ms} or {@code 1.5s}, in nanoseconds. Any thread. */
final class Span {
    static final long NS_PER_MS = 1_000_000;
    static final long NS_PER_S = 1_000_000_000;

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h)");
    /** A year, so that sums of a few do not overflow. */
    private static final long MAX_NS = 365L * 86_400 * NS_PER_S;

    private Span() {}

    /** @throws IllegalArgumentException saying what is accepted */
    static long parse(String text) {
        final Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text + ", must be a duration such as 500us, 8ms, 1.5s or 2m");
        }
        final BigDecimal ns = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unitNs(parts.group(2))));
        if (ns.compareTo(BigDecimal.valueOf(MAX_NS)) > 0) {
            throw new IllegalArgumentException(text + ", must be a year at most");
        }
        return ns.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** @throws IllegalArgumentException for 0 too */
    static long parsePositive(String text) {
        final long ns = parse(text);
        if (ns == 0) {
            throw new IllegalArgumentException(text + ", must be more than 0");
        }
        return ns;
    }

    private static long unitNs(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> NS_PER_MS;
            case "s" -> NS_PER_S;
            case "m" -> 60 * NS_PER_S;
            default -> 3600 * NS_PER_S;
        };
    }

    static double seconds(long ns) {
        return (double) ns / NS_PER_S;
    }

    static double millis(double ns) {
        return ns / NS_PER_MS;
    }
}
