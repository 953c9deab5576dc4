package weir.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An independent, slow and strict reader of HTTP/1.1 requests: what a careful backend would find in the bytes that Weir
 * sent. Shares no code with {@code weir.http}, so that a misreading does not cancel out.
 */
final class StrictReader {
    /** One request as the backend understands it. */
    record Request(String line, List<String> fields, String body) {}

    /** The bytes are not what they should be. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message);
        }
    }

    private static final Pattern LINE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/1\\.1");
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7e\\x80-\\xff]*");

    private final String text;
    private int at;

    private StrictReader(byte[] bytes) {
        text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** All requests in the bytes, which must end where a request ends. */
    static List<Request> readAll(byte[] bytes) throws Bad {
        final StrictReader reader = new StrictReader(bytes);
        final List<Request> requests = new ArrayList<>();
        while (reader.at < reader.text.length()) {
            requests.add(reader.request());
        }
        return requests;
    }

    private Request request() throws Bad {
        final String line = line();
        require(LINE.matcher(line).matches(), "request line: " + line);
        final List<String> fields = new ArrayList<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            require(FIELD.matcher(field).matches(), "field: " + field);
            fields.add(field);
        }
        require(values(fields, "host").size() == 1, "one Host");
        return new Request(line, fields, body(fields));
    }

    private String body(List<String> fields) throws Bad {
        final List<String> lengths = values(fields, "content-length");
        final List<String> codings = values(fields, "transfer-encoding");
        require(lengths.size() + codings.size() <= 1, "one framing: " + lengths + codings);
        if (!codings.isEmpty()) {
            require(codings.get(0).equals(" chunked"), "coding: " + codings);
            return chunks();
        }
        if (lengths.isEmpty()) {
            return "";
        }
        require(lengths.get(0).matches(" (0|[1-9][0-9]{0,17})"), "length: " + lengths);
        return take(Long.parseLong(lengths.get(0).trim()));
    }

    private String chunks() throws Bad {
        final StringBuilder content = new StringBuilder();
        while (true) {
            final String size = line();
            require(size.matches("[0-9A-Fa-f]{1,16}"), "chunk size: " + size);
            final long bytes = Long.parseLong(size, 16);
            if (bytes == 0) {
                require(line().isEmpty(), "no trailers");
                return content.toString();
            }
            content.append(take(bytes));
            require(line().isEmpty(), "line end behind a chunk");
        }
    }

    /** With all white space: who reads strictly wants one space before what frames, and none behind. */
    private static List<String> values(List<String> fields, String name) {
        final List<String> values = new ArrayList<>();
        for (String field : fields) {
            final int colon = field.indexOf(':');
            if (field.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                values.add(field.substring(colon + 1));
            }
        }
        return values;
    }

    private String line() throws Bad {
        final int end = text.indexOf("\r\n", at);
        require(end >= 0, "unfinished line at " + at);
        final String line = text.substring(at, end);
        require(line.indexOf('\r') < 0 && line.indexOf('\n') < 0, "bare line end in: " + line);
        at = end + 2;
        return line;
    }

    private String take(long count) throws Bad {
        require(count <= text.length() - at, count + " bytes wanted at " + at);
        final String taken = text.substring(at, at + (int) count);
        at += (int) count;
        return taken;
    }

    private static void require(boolean holds, String what) throws Bad {
        if (!holds) {
            throw new Bad(what);
        }
    }
}
