package weir.config.value;

import java.util.regex.Pattern;

/** A number that may have a fraction, both bounds included. */
public record Decimal(double min, double max) implements ValueType<Double> {
    /** As many digits as it takes to write the smallest number exactly. */
    private static final Pattern TEXT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,340})?");

    @Override
    public Double read(Location location) {
        final String text = location.text() == null ? "" : location.text();
        if (Quoted.hasLeadingZero(text)) {
            return location.refuse(Quoted.text(text) + ", which YAML takes for an octal number", accepted());
        }
        final double value = TEXT.matcher(text).matches() ? Double.parseDouble(text) : -1;
        return value >= min && value <= max ? Double.valueOf(value) : location.refuse(accepted());
    }

    @Override
    public String accepted() {
        return "a number from " + show(min) + " to " + show(max) + ", with or without a fraction";
    }

    @Override
    public String show(Double value) {
        return value == Math.rint(value) ? Long.toString(value.longValue()) : value.toString();
    }
}
