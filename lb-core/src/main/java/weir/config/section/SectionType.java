package weir.config.section;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.config.value.ValueType;
import weir.model.Range;

/**
 * A map with known keys. A subclass declares them in its fields, each once: from there come the reading, the messages,
 * the defaults and the list that the documentation is checked against.
 *
 * @param <T> the record that the section becomes
 */
public abstract class SectionType<T> implements ValueType<T> {
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();
    private final Set<String> later = new HashSet<>();

    /**
     * The record; null after a problem. Reads every key once, whether or not another was bad, so that all problems
     * show.
     */
    abstract T build(Section section);

    /** The short form of the section, where it has one. */
    T readText(Location location, String text) {
        return location.refuse(accepted());
    }

    @Override
    public final T read(Location location) {
        if (location.text() != null) {
            return readText(location, location.text());
        }
        return location.entries() == null ? location.refuse(accepted()) : build(new Section(location, this));
    }

    @Override
    public String accepted() {
        return "a map of " + names();
    }

    @Override
    public final void walk(String path, BiConsumer<String, Key<?>> visitor) {
        for (Key<?> key : keys.values()) {
            final String keyPath = path.isEmpty() ? key.name() : path + '.' + key.name();
            visitor.accept(keyPath, key);
            key.type().walk(keyPath, visitor);
        }
    }

    public final String names() {
        return String.join(", ", keys.keySet());
    }

    public final Set<String> keys() {
        return keys.keySet();
    }

    /** Without which there is no such section. */
    final Set<String> requiredKeys() {
        return keys.values().stream().filter(Key::isRequired).map(Key::name).collect(Collectors.toSet());
    }

    final boolean isLater(String name) {
        return later.contains(name);
    }

    final <V> Key<V> required(String name, ValueType<V> type) {
        return declare(new Key<>(name, type, null, true));
    }

    final <V> Key<V> optional(String name, ValueType<V> type) {
        return declare(new Key<>(name, type, null, false));
    }

    final <V> Key<V> optional(String name, ValueType<V> type, V fallback) {
        return declare(new Key<>(name, type, fallback, false));
    }

    final Key<Long> duration(Range range, long fallbackMs) {
        return optional(range.key(), new Quantity(Units.DURATION, range), fallbackMs);
    }

    public final Key<Long> size(Range range, long fallbackBytes) {
        return optional(range.key(), new Quantity(Units.SIZE, range), fallbackBytes);
    }

    public final Key<Long> count(Range range, long fallback) {
        return optional(range.key(), new Quantity(Units.COUNT, range), fallback);
    }

    public final Key<Long> percent(Range range, long fallback) {
        return optional(range.key(), new Quantity(Units.PERCENT, range), fallback);
    }

    /** A duration whose absence has a meaning of its own. */
    final Key<Long> durationOrNone(Range range) {
        return optional(range.key(), new Quantity(Units.DURATION, range));
    }

    /** False unless the file says otherwise. */
    final Key<Boolean> flag(String name) {
        return flag(name, false);
    }

    final Key<Boolean> onOff(String name, boolean fallback) {
        return optional(name, new EnumValue<>(new Boolean[] {true, false}, isOn -> isOn ? "on" : "off"), fallback);
    }

    final Key<Boolean> flag(String name, boolean fallback) {
        return optional(name, new EnumValue<>(new Boolean[] {true, false}, String::valueOf), fallback);
    }

    /** Keys that are planned, so that a user who reads ahead gets no message about a spelling mistake. */
    public final void later(String... names) {
        later.addAll(Arrays.asList(names));
    }

    private <V> Key<V> declare(Key<V> key) {
        final Key<?> twin = keys.put(key.name(), key);
        assert twin == null : key.name() + " is declared twice";
        return key;
    }
}
