package weir.bench.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 500us}, {@code 20ms} or {@code 1.5s}, in nanoseconds. Any thread. */
public final class Durations {
    public static final long NS_PER_US = 1_000;
    public static final long NS_PER_MS = 1_000_000;
    public static final long NS_PER_S = 1_000_000_000;

    private static final Pattern WORD = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h)");
    /** A year, so that sums of a few do not overflow. */
    private static final long MAX_NS = 365L * 86_400 * NS_PER_S;

    private Durations() {}

    public static long parseNs(String word) {
        final Matcher parts = WORD.matcher(word);
        if (!parts.matches()) {
            throw new IllegalArgumentException(word + ", must be a duration such as 500us, 20ms, 1.5s or 2m");
        }
        final BigDecimal ns = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unitNs(parts.group(2))));
        if (ns.compareTo(BigDecimal.valueOf(MAX_NS)) > 0) {
            throw new IllegalArgumentException(word + ", must be a year at most");
        }
        return ns.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** Refuses 0 too. */
    public static long parsePositiveNs(String word) {
        final long ns = parseNs(word);
        if (ns == 0) {
            throw new IllegalArgumentException(word + ", must be more than 0");
        }
        return ns;
    }

    public static double seconds(double ns) {
        return ns / NS_PER_S;
    }

    public static double millis(double ns) {
        return ns / NS_PER_MS;
    }

    /** With three digits that count, in the unit that suits it: {@code 1.25 ms}. */
    public static String show(double ns) {
        if (ns >= NS_PER_S) {
            return digits(ns / NS_PER_S) + " s";
        }
        return ns >= NS_PER_MS ? digits(ns / NS_PER_MS) + " ms" : digits(ns / NS_PER_US) + " us";
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static long unitNs(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> NS_PER_US;
            case "ms" -> NS_PER_MS;
            case "s" -> NS_PER_S;
            case "m" -> 60 * NS_PER_S;
            default -> 3_600 * NS_PER_S;
        };
    }
}
