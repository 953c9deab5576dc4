package weir.config.value;

import java.util.List;
import java.util.function.BiConsumer;
import weir.model.Range;

/** A value, or a list of values of its shape. */
public record OneOrList<T>(ValueType<T> item, Range count) implements ValueType<List<T>> {
    @Override
    public List<T> read(Location location) {
        if (location.items() != null) {
            return new ListOf<>(item, count).read(location);
        }
        final T value = item.read(location);
        return value == null ? null : List.of(value);
    }

    @Override
    public String accepted() {
        return item.accepted() + ", or a list of " + count.min() + " to " + count.max() + " of these";
    }

    @Override
    public String show(List<T> values) {
        return new ListOf<>(item, count).show(values);
    }

    @Override
    public void walk(String path, BiConsumer<String, Key<?>> visitor) {
        item.walk(path, visitor);
    }
}
