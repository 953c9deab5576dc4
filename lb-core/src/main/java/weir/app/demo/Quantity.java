package weir.app.demo;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number with a unit, as the configuration file writes them: {@code 250ms}, {@code 16KiB}. */
final class Quantity {
    static final int DELAY_MS_MAX = 600_000;

    private static final Map<String, Long> MILLISECONDS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,15})([A-Za-z]{0,3})");

    private Quantity() {}

    /** Returns milliseconds, or -1 when this is no duration or longer than ten minutes. */
    static int milliseconds(String text) {
        return (int) parse(text, MILLISECONDS, DELAY_MS_MAX);
    }

    /** Returns bytes, or -1 when this is no size. */
    static long bytes(String text) {
        return parse(text, BYTES, Long.MAX_VALUE);
    }

    private static long parse(String text, Map<String, Long> units, long max) {
        final Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (!parts.matches() || !units.containsKey(parts.group(2))) {
            return -1;
        }
        final long number = Long.parseLong(parts.group(1));
        final long unit = units.get(parts.group(2));
        return number > max / unit ? -1 : number * unit;
    }
}
