package weir.config.value;

import java.util.LinkedHashMap;
import java.util.Map;
import weir.model.Range;

/** Names and values that only an own algorithm understands, as text. */
public final class OptionMap implements ValueType<Map<String, String>> {
    private static final Range COUNT_RANGE = new Range("options", 1, 100);

    @Override
    public Map<String, String> read(Location location) {
        if (location.entries() == null || !COUNT_RANGE.has(location.entries().size())) {
            return location.refuse(accepted());
        }
        final Map<String, String> options = new LinkedHashMap<>();
        for (Location value : Entries.of(location).values()) {
            if (value.text() == null) {
                value.refuse("a word or a number");
            } else {
                options.put(value.name(), value.text());
            }
        }
        return options;
    }

    @Override
    public String accepted() {
        return "a map of names to words and numbers";
    }
}
