package weir.config.section;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import weir.config.value.Entries;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.ParseContext;
import weir.config.value.Quoted;
import weir.config.value.ValueType;
import weir.model.Configuration;

/**
 * A map from names that the user chooses to values of one shape, which find their name in {@link Location#name}.
 *
 * @param before called with all entries before the first is read
 */
record NamedMap<T>(ValueType<T> value, BiConsumer<ParseContext, Map<String, Location>> before)
        implements ValueType<List<T>> {
    NamedMap(ValueType<T> value) {
        this(value, (context, entries) -> {});
    }

    /** In file order, without the values that had problems. */
    @Override
    public List<T> read(Location location) {
        if (location.entries() == null || location.entries().isEmpty()) {
            return location.refuse(accepted());
        }
        final Map<String, Location> entries = Entries.of(location);
        before.accept(location.context(), entries);
        final List<T> values = new ArrayList<>();
        for (Location entry : entries.values()) {
            final boolean isName = Configuration.NAME.matches(entry.name());
            if (!isName) {
                location.refuseKey(
                        entry.line(), "the name " + Quoted.text(entry.name()), Configuration.NAME.accepted());
            }
            final T read = isMisplaced(entry)
                    ? refuseMisplaced(location, entry)
                    : value.read(isName ? entry : entry.named("unnamed"));
            if (read != null) {
                values.add(read);
            }
        }
        return values;
    }

    /** A key of what should have a name first: the name was left out, or the key is not indented far enough. */
    private boolean isMisplaced(Location entry) {
        return value instanceof SectionType<?> section
                && section.keys().contains(entry.name())
                && !section.requiredKeys().isEmpty()
                && (entry.entries() == null || Collections.disjoint(entry.keys(), section.requiredKeys()));
    }

    private T refuseMisplaced(Location location, Location entry) {
        final String key = Quoted.text(entry.name());
        location.refuseKey(
                entry.line(),
                key + ", which is a key of " + location.path() + ".<name>",
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
