package weir.config.value;

import weir.model.Range;

/**
 * A duration, a size or a count within its range.
 *
 * @param word written instead of a quantity; null = there is no such word
 * @param meaning what the word stands for
 */
public record Quantity(Units units, Range range, String word, long meaning) implements ValueType<Long> {
    public Quantity(Units units, Range range) {
        this(units, range, null, 0);
    }

    public Quantity or(String word, long meaning) {
        return new Quantity(units, range, word, meaning);
    }

    @Override
    public Long read(Location location) {
        final String text = location.text();
        if (text == null) {
            return location.refuse(accepted() + units.examples());
        }
        if (text.equals(word)) {
            return meaning;
        }
        if (Quoted.hasLeadingZero(text)) {
            return location.refuse(Quoted.text(text) + ", which YAML takes for an octal number", accepted());
        }
        if (units.lacksUnit(text)) {
            return location.refuse(Quoted.text(text) + " without a unit", accepted() + units.examples());
        }
        final long value = units.parse(text); // -1 when it is none, and no range has that
        return range.has(value) ? Long.valueOf(value) : location.refuse(accepted() + units.examples());
    }

    @Override
    public String accepted() {
        final String min = units.show(range.min());
        final boolean isOpen = range.max() == Long.MAX_VALUE;
        return (word == null ? "" : word + " or ")
                + units.noun()
                + (isOpen ? " of " + min + " or more" : " from " + min + " to " + units.show(range.max()));
    }

    @Override
    public String show(Long value) {
        return word != null && value == meaning ? word : units.show(value);
    }
}
