package weir.config.value;

import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of the file and where it stands. Problems are reported here, so that each gets its line and path.
 *
 * @param path of the value; empty for the whole file
 * @param name last word of the path: the key, or the index of an item
 * @param line of the key, or of the item of a list; counted from 1, 0 = none
 */
public record Location(ParseContext context, String path, String name, int line, Node node) {
    /**
     * What a plain or quoted scalar may resolve to. Its text counts, not what YAML takes it for: "on" is on. Numbers
     * that YAML reads otherwise than people do are refused.
     */
    private static final Set<Tag> TEXT_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP, Tag.MERGE);

    /** The whole file. */
    public static Location top(ParseContext context, Node node) {
        return new Location(context, "", "", lineOf(node), node);
    }

    /** A value that stands in no file. */
    public static Location outside(ParseContext context, String path, String text) {
        return new Location(context, path, path, 0, new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN));
    }

    /** The same place as if that stood there. */
    public Location withText(String text) {
        return new Location(context, path, name, line, new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN));
    }

    /** The same place under another name, for what must not have the one that the file has. */
    public Location named(String other) {
        return new Location(context, path, other, line, node);
    }

    public static int lineOf(Node node) {
        final Mark mark = node.getStartMark();
        return mark == null ? 0 : mark.getLine() + 1;
    }

    /** @param line of the key */
    public Location key(String key, int line, Node value) {
        final String shown = Quoted.bare(key);
        return new Location(context, path.isEmpty() ? shown : path + '.' + shown, key, line, value);
    }

    public Location item(int index, Node item) {
        return new Location(context, path + '[' + index + ']', Integer.toString(index), lineOf(item), item);
    }

    /** Reports and returns null, so that a reader can say {@code return location.refuse(...)}. */
    public <T> T refuse(String found, String accepted) {
        context.refuse(line, path, found, accepted);
        return null;
    }

    /** Reports what stands here as it is. */
    public <T> T refuse(String accepted) {
        return refuse(found(), accepted);
    }

    /** Reports a key of the map that stands here. */
    public void refuseKey(int keyLine, String found, String accepted) {
        context.refuse(keyLine, path, found, accepted);
    }

    public void warn(String message) {
        context.warn(line, path, message);
    }

    /** Null when this is no scalar, or an empty one. */
    public String text() {
        return node instanceof ScalarNode scalar && TEXT_TAGS.contains(scalar.getTag()) ? scalar.getValue() : null;
    }

    /** Null when this is no map. */
    public List<NodeTuple> entries() {
        return node instanceof MappingNode map && map.getTag().equals(Tag.MAP) ? map.getValue() : null;
    }

    /** Null when this is no list. */
    List<Node> items() {
        return node instanceof SequenceNode list && list.getTag().equals(Tag.SEQ) ? list.getValue() : null;
    }

    /** Names of the keys of the map that stands here, as they are. */
    public List<String> keys() {
        return entries().stream()
                .map(NodeTuple::getKeyNode)
                .map(key -> key instanceof ScalarNode scalar ? scalar.getValue() : "")
                .toList();
    }

    public boolean isEmptyList() {
        return items() != null && items().isEmpty();
    }

    private String found() {
        if (text() != null) {
            return Quoted.text(text());
        } else if (entries() != null) {
            return "a map";
        } else if (items() != null) {
            return "a list";
        }
        return node.getTag().equals(Tag.NULL)
                ? "nothing"
                : "the tag " + Quoted.bare(node.getTag().getValue());
    }
}
