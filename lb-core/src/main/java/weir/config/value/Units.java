package weir.config.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The units in which a quantity is written, and what a number without a unit means. */
public enum Units {
    /** In milliseconds. A bare number could mean seconds as well, so it is refused. */
    DURATION("a duration", ", such as 250ms, 5s, 2m", new String[] {"ms", "s", "m", "h"}, 1, 1_000, 60_000, 3_600_000),
    /** In bytes. */
    SIZE(
            "a size",
            ", such as 512B, 16KiB, 1MiB",
            new String[] {"B", "KiB", "MiB", "GiB"},
            1,
            1L << 10,
            1L << 20,
            1L << 30),
    COUNT("a number", "", new String[] {""}, 1),
    PERCENT("a share", ", such as 50%", new String[] {"%"}, 1);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})((?:[A-Za-z]*|%))");

    private final String noun;
    private final String examples;
    private final String[] names;
    private final long[] factors;

    Units(String noun, String examples, String[] names, long... factors) {
        this.noun = noun;
        this.examples = examples;
        this.names = names;
        this.factors = factors;
    }

    String noun() {
        return noun;
    }

    public String examples() {
        return examples;
    }

    /** A number where this needs a unit. */
    public boolean lacksUnit(String text) {
        return (this == DURATION || this == PERCENT)
                && TEXT.matcher(text).matches()
                && Character.isDigit(text.charAt(text.length() - 1));
    }

    /** In the smallest unit; -1 when the text says no such quantity, or one that is beyond long. */
    public long parse(String text) {
        final Matcher parts = TEXT.matcher(text);
        final long factor = parts.matches() ? factor(parts.group(2)) : -1;
        if (factor == -1) {
            return -1;
        }
        final long number = Long.parseLong(parts.group(1));
        return number > Long.MAX_VALUE / factor ? -1 : number * factor;
    }

    /** In the largest unit that leaves a whole number. */
    public String show(long value) {
        int unit = names.length - 1;
        while (unit > 0 && (value == 0 || value % factors[unit] != 0)) {
            unit--;
        }
        return value / factors[unit] + names[unit];
    }

    private long factor(String name) {
        for (int unit = 0; unit < names.length; unit++) {
            if (names[unit].equals(name)) {
                return factors[unit];
            }
        }
        return this == SIZE && name.isEmpty() ? 1 : -1;
    }
}
