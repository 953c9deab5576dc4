package weir.bench.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One line of Weir's access log, in either format, as fields; those that are absent are not in the map. Any thread. */
final class LogLine {
    private static final JsonFactory JSON = new JsonFactory();

    private LogLine() {}

    /** @return null when the line is in neither format */
    static Map<String, String> fields(String line) {
        return line.startsWith("{") ? ofJson(line) : ofText(line);
    }

    private static Map<String, String> ofJson(String line) {
        final Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                final JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    return null;
                }
                if (value != JsonToken.VALUE_NULL) {
                    fields.put(name, parser.getText());
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? fields : null;
        } catch (IOException e) {
            return null; // a line that was cut, for example
        }
    }

    private static Map<String, String> ofText(String line) {
        final Map<String, String> fields = new HashMap<>();
        int at = 0;
        while (at < line.length()) {
            final int equals = line.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            final int end = valueEnd(line, equals + 1);
            if (end < 0) {
                return null;
            }
            final String value = line.substring(equals + 1, end);
            if (!value.equals("-")) {
                fields.put(line.substring(at, equals), value);
            }
            at = end + 1;
        }
        return fields;
    }

    /**
     * Of a quoted value, behind its second quote. Quotes and escapes are left as they are: what the simulator reads has
     * none.
     */
    private static int valueEnd(String line, int from) {
        if (from < line.length() && line.charAt(from) == '"') {
            for (int at = from + 1; at < line.length(); at++) {
                if (line.charAt(at) == '\\') {
                    at++;
                } else if (line.charAt(at) == '"') {
                    return at + 1;
                }
            }
            return -1;
        }
        final int blank = line.indexOf(' ', from);
        return blank < 0 ? line.length() : blank;
    }
}
