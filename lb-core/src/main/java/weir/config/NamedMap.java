package weir.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A map from names that the user chooses to values of one shape, which find their name in {@link Place#name}.
 *
 * @param before told of all entries before the first is read
 */
record NamedMap<T>(Shape<T> value, BiConsumer<Reading, Map<String, Place>> before) implements Shape<List<T>> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String NAME_ACCEPTED = "1 to 64 letters, digits, dashes or underscores";

    NamedMap(Shape<T> value) {
        this(value, (reading, entries) -> {});
    }

    /** In file order, without the values that had problems. */
    @Override
    public List<T> read(Place place) {
        if (place.entries() == null || place.entries().isEmpty()) {
            return place.refuse(accepted());
        }
        final Map<String, Place> entries = Entries.of(place);
        before.accept(place.reading(), entries);
        final List<T> values = new ArrayList<>();
        for (Place entry : entries.values()) {
            if (!NAME.matcher(entry.name()).matches()) {
                place.refuseKey(entry.line(), "the name " + Quoted.text(entry.name()), NAME_ACCEPTED);
            }
            final T read = value.read(entry);
            if (read != null) {
                values.add(read);
            }
        }
        return values;
    }

    @Override
    public String accepted() {
        return "a map of names, each with " + value.accepted();
    }

    @Override
    public void walk(String path, BiConsumer<String, Key<?>> visitor) {
        value.walk(path + ".<name>", visitor);
    }
}
