package weir.config.section;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import weir.config.value.Entries;
import weir.config.value.Key;
import weir.config.value.Place;
import weir.config.value.Quoted;
import weir.config.value.Reading;
import weir.config.value.Shape;
import weir.model.Configuration;

/**
 * A map from names that the user chooses to values of one shape, which find their name in {@link Place#name}.
 *
 * @param before told of all entries before the first is read
 */
record NamedMap<T>(Shape<T> value, BiConsumer<Reading, Map<String, Place>> before) implements Shape<List<T>> {
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
            final boolean isName = Configuration.NAME.matches(entry.name());
            if (!isName) {
                place.refuseKey(entry.line(), "the name " + Quoted.text(entry.name()), Configuration.NAME.accepted());
            }
            final T read = isMisplaced(entry)
                    ? refuseMisplaced(place, entry)
                    : value.read(isName ? entry : entry.named("unnamed"));
            if (read != null) {
                values.add(read);
            }
        }
        return values;
    }

    /** A key of what should have a name first: the name was left out, or the key is not indented far enough. */
    private boolean isMisplaced(Place entry) {
        return value instanceof SectionShape<?> section
                && section.keys().contains(entry.name())
                && !section.requiredKeys().isEmpty()
                && (entry.entries() == null || Collections.disjoint(entry.keys(), section.requiredKeys()));
    }

    private T refuseMisplaced(Place place, Place entry) {
        final String key = Quoted.text(entry.name());
        place.refuseKey(
                entry.line(),
                key + ", which is a key of " + place.path() + ".<name>",
                "names; indent " + key + " more, below one of them");
        return null;
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
