package weir.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A JSON object that is read by name. What is missing or of another kind is an {@link IllegalArgumentException} that
 * says where. Immutable, any thread.
 */
public final class JsonTree {
    private final String path;
    private final Map<?, ?> members;

    private JsonTree(String path, Map<?, ?> members) {
        this.path = path;
        this.members = members;
    }

    /** @param name of the text, for messages */
    public static JsonTree read(String name, String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            if (value(parser) instanceof Map<?, ?> members) {
                return new JsonTree(name, members);
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    name + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage());
        }
        throw new IllegalArgumentException(name + ": must be a JSON object");
    }

    private static Object value(JsonParser parser) throws IOException {
        final JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("ends in the middle");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getText();
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        final Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        final List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public long number(String name) {
        return get(name, Number.class).longValue();
    }

    public double decimal(String name) {
        return get(name, Number.class).doubleValue();
    }

    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    public String text(String name) {
        return get(name, String.class);
    }

    public JsonTree tree(String name) {
        return new JsonTree(path + "." + name, get(name, Map.class));
    }

    public List<JsonTree> trees(String name) {
        return list(name, Map.class).stream()
                .map(each -> new JsonTree(path + "." + name, each))
                .toList();
    }

    public List<String> texts(String name) {
        return list(name, String.class);
    }

    /** None where there is no such member. */
    public List<Long> numbers(String name) {
        return has(name) ? list(name, Long.class) : List.of();
    }

    /** All members, in order. */
    public Map<String, String> words() {
        return members(String.class::cast);
    }

    /** All members, in order. */
    public Map<String, Long> counts() {
        return members(Long.class::cast);
    }

    /** All members, in order. */
    public Map<String, Double> decimals() {
        return members(value -> ((Number) value).doubleValue());
    }

    private <T> Map<String, T> members(Function<Object, T> kind) {
        final Map<String, T> all = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            try {
                all.put((String) member.getKey(), kind.apply(member.getValue()));
            } catch (ClassCastException e) {
                throw new IllegalArgumentException(path + "." + member.getKey() + ": " + member.getValue());
            }
        }
        return all;
    }

    private <T> List<T> list(String name, Class<T> kind) {
        final List<T> all = new ArrayList<>();
        for (Object element : get(name, List.class)) {
            all.add(cast(name, element, kind));
        }
        return all;
    }

    private <T> T get(String name, Class<T> kind) {
        return cast(name, members.get(name), kind);
    }

    private <T> T cast(String name, Object value, Class<T> kind) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(
                    path + "." + name + (value == null ? ": is missing" : ": has another kind, " + value));
        }
        return kind.cast(value);
    }
}
