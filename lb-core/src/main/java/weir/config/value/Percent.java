package weir.config.value;

import java.util.regex.Pattern;

/**
 * A share, written as a percentage with or without a fraction; becomes a number where 100% is 1. Bounds are in percent,
 * both included.
 */
public record Percent(double min, double max) implements ValueType<Double> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}(\\.[0-9]{1,9})?)%");

    @Override
    public Double read(Location location) {
        final String text = location.text() == null ? "" : location.text();
        final double percent =
                TEXT.matcher(text).matches() ? Double.parseDouble(text.substring(0, text.length() - 1)) : -1;
        return percent >= min && percent <= max ? Double.valueOf(percent / 100) : location.refuse(accepted());
    }

    @Override
    public String accepted() {
        return "a percentage from " + text(min) + " to " + text(max);
    }

    @Override
    public String show(Double value) {
        return text(value * 100);
    }

    private static String text(double percent) {
        return (percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent)) + '%';
    }
}
