package weir.snapshot;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A request as somebody imagines it, to ask where it would go. Immutable, any thread.
 *
 * @param pool by its name
 * @param client whose request it is; null = not known
 * @param target path and query, as a client would write them
 * @param host what the Host field would say
 * @param fields others, in order
 * @param tried ids of backends that shall count as tried already
 */
public record ExplainRequest(
        String pool, InetAddress client, String target, String host, List<Field> fields, List<String> tried) {
    public static final int TARGET_CHARS_MAX = 8 * 1024;
    public static final int FIELDS_MAX = 100;
    public static final int VALUE_CHARS_MAX = 8 * 1024;
    private static final Pattern TARGET = Pattern.compile("/[!-~]*");
    private static final Pattern HOST = Pattern.compile("[!-~]{1,261}");

    /** One line of the head. */
    public record Field(String name, String value) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
        /** What could not end the line. */
        private static final Pattern VALUE = Pattern.compile("[\\t -~\\u0080-\\u00ff]*");

        public Field {
            check("field", name, NAME, 128);
            check(name, value, VALUE, VALUE_CHARS_MAX);
        }
    }

    /** @throws IllegalArgumentException no request could be like this; the message is for whoever asks */
    public ExplainRequest {
        check("path", target, TARGET, TARGET_CHARS_MAX);
        check("host", host, HOST, 261);
        if (fields.size() > FIELDS_MAX) {
            throw new IllegalArgumentException("fields: " + fields.size() + ", must be at most " + FIELDS_MAX);
        }
        fields = List.copyOf(fields);
        tried = List.copyOf(tried);
    }

    private static void check(String what, String text, Pattern form, int charsMax) {
        if (text == null || text.length() > charsMax || !form.matcher(text).matches()) {
            throw new IllegalArgumentException(what + ": must be at most " + charsMax + " characters of " + form);
        }
    }

    /** The head of it. */
    public String head() {
        final StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
