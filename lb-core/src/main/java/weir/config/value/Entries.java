package weir.config.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** The entries of a map of the file. */
public final class Entries {
    private Entries() {}

    /**
     * By key, in file order. Reports keys that are no text, and those that are there twice, of which the first counts.
     */
    public static Map<String, Location> of(Location map) {
        final Map<String, Location> entries = new LinkedHashMap<>();
        for (NodeTuple entry : map.entries()) {
            final Node key = entry.getKeyNode();
            final int line = Location.lineOf(key);
            final String name = map.key("", line, key).text();
            if (name == null) {
                map.refuseKey(line, "a key that is not text", "text before the colon");
            } else {
                add(map, entries, map.key(name, line, entry.getValueNode()));
            }
        }
        return entries;
    }

    private static void add(Location map, Map<String, Location> entries, Location value) {
        final Location first = entries.putIfAbsent(value.name(), value);
        if (first != null) {
            map.refuseKey(
                    value.line(), "a second key " + Quoted.text(value.name()), "one; line " + first.line() + " has it");
        }
    }
}
