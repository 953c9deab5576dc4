package weir.config.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.nodes.Node;
import weir.model.Range;

/** A list of values of one shape. */
public record ListOf<T>(ValueType<T> item, Range count) implements ValueType<List<T>> {
    /** Without the items that had problems, so it may be empty where the range begins at 1. */
    @Override
    public List<T> read(Location location) {
        final List<Node> nodes = location.items();
        if (nodes == null) {
            return location.refuse(accepted());
        }
        if (!count.has(nodes.size())) {
            return location.refuse("a list of " + nodes.size(), accepted());
        }
        final List<T> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            final T value = item.read(location.item(i, nodes.get(i)));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public String accepted() {
        return "a list of " + count.min() + " to " + count.max() + ", each " + item.accepted();
    }

    @Override
    public String show(List<T> values) {
        final List<String> shown = new ArrayList<>();
        values.forEach(value -> shown.add(item.show(value)));
        return shown.toString();
    }

    @Override
    public void walk(String path, BiConsumer<String, Key<?>> visitor) {
        item.walk(path + "[]", visitor);
    }
}
