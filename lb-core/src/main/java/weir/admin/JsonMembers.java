package weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.config.value.Suggestions;
import weir.model.Range;

/**
 * The members of a request's body, which is one flat JSON object, read strictly: a member that is unknown, there twice
 * or of the wrong kind is a problem. All problems are collected. Thread: the reader's.
 */
final class JsonMembers {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private JsonMembers() {}

    /** @param known names of members, in the order in which messages list them */
    static JsonMembers read(byte[] body, List<String> known) {
        final JsonMembers members = new JsonMembers();
        try (JsonParser json = FACTORY.createParser(body)) {
            members.read(json, known);
        } catch (JsonProcessingException e) {
            final int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            members.problems.add("line " + line + ": not JSON, or a member twice");
        } catch (IOException e) {
            members.problems.add("not JSON in UTF-8");
        }
        return members;
    }

    private void read(JsonParser json, List<String> known) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            problems.add("accepted: an object with " + String.join(", ", known));
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = json.currentName();
            final JsonToken token = json.nextToken();
            if (!known.contains(name)) {
                final String nearest = Suggestions.find(name, known);
                problems.add("unknown member " + quoted(name) + ", accepted: " + String.join(", ", known)
                        + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
                json.skipChildren();
            } else if (token == JsonToken.VALUE_STRING) {
                values.put(name, json.getText());
            } else if (token.isNumeric()) {
                values.put(name, json.getDoubleValue());
            } else if (token.isBoolean()) {
                values.put(name, json.getBooleanValue());
            } else {
                values.put(name, token); // of no kind that is asked for
                json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            problems.add("something follows the object");
        }
    }

    List<String> problems() {
        return problems;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Null after a problem, and when it is absent. */
    String text(String name) {
        if (values.get(name) == null || values.get(name) instanceof String) {
            return (String) values.get(name);
        }
        problems.add(name + ": accepted: a string");
        return null;
    }

    /** Null after a problem, and when it is absent. */
    Double number(String name, double min, double max) {
        final Object value = values.get(name);
        if (value == null || value instanceof Double number && number >= min && number <= max) {
            return (Double) value;
        }
        problems.add(String.format(Locale.ROOT, "%s: accepted: a number from %.0f to %.0f", name, min, max));
        return null;
    }

    /** As {@link #number}, but without a fraction. */
    Integer whole(String name, Range range) {
        final Object value = values.get(name);
        if (value == null
                || value instanceof Double number && number == Math.rint(number) && range.has(number.longValue())) {
            return value == null ? null : ((Double) value).intValue();
        }
        problems.add(name + ": accepted: a whole number from " + range.min() + " to " + range.max());
        return null;
    }

    /** Null after a problem, and when it is absent. */
    Boolean flag(String name) {
        final Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        problems.add(name + ": accepted: true or false");
        return null;
    }

    /** As {@link #text}, but one of these words; null after a problem, and when it is absent. */
    String word(String name, List<String> words) {
        final String text = text(name);
        if (text == null || words.contains(text)) {
            return text;
        }
        final String nearest = Suggestions.find(text, words);
        problems.add(name + ": found " + quoted(text) + ", accepted: one of " + String.join(", ", words)
                + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        return null;
    }

    private static String quoted(String text) {
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + '"';
    }
}
