package weir.balance;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the configuration file tells an own algorithm under {@code options}. It remembers what was asked for, so that a
 * misspelt option is found: ask for all of them in the constructor. Thread: the one that makes the picker.
 */
public final class Options {
    private final Map<String, String> values;
    private final Set<String> asked = new TreeSet<>();

    /** @param values as they stand in the file */
    public Options(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** @return {@code fallback} when the file does not have the option */
    public String text(String name, String fallback) {
        asked.add(name);
        return values.getOrDefault(name, fallback);
    }

    /**
     * @return {@code fallback} when the file does not have the option
     * @throws IllegalArgumentException it is no number from {@code least} to {@code most}; passed on, it becomes the
     *     message to the user
     */
    public double number(String name, double fallback, double least, double most) {
        final String text = text(name, null);
        if (text == null) {
            return fallback;
        }
        final double value = parse(text);
        if (!(value >= least && value <= most)) { // so that it refuses what is no number, too
            throw new IllegalArgumentException(
                    "options." + name + ": " + text + ", must be a number from " + plain(least) + " to " + plain(most));
        }
        return value;
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** What was asked for so far. */
    Set<String> asked() {
        return asked;
    }

    /** What the file has, but nobody has asked for. */
    Set<String> unasked() {
        final Set<String> rest = new TreeSet<>(values.keySet());
        rest.removeAll(asked);
        return rest;
    }
}
