package weir.admin;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.buf.Ascii;
import weir.http.HeadView;
import weir.http.Method;
import weir.http.RequestHead;

/**
 * One complete request. Immutable, any thread.
 *
 * @param host what it is addressed to, with the port if there is one; empty in an HTTP/1.0 request that names none
 * @param path decoded segments; null when the target is malformed
 * @param query decoded; all values of a name, in order
 * @param fields names in lower case; values of repeated ones are joined by a comma
 */
record Request(
        Method method,
        String host,
        List<String> path,
        Map<String, List<String>> query,
        Map<String, String> fields,
        boolean hasBody,
        byte[] body) {
    static Request of(RequestHead head, ByteBuffer in, byte[] body) {
        final HeadView view = head.view();
        final String target = Ascii.text(in, view.pathStart(), view.targetEnd());
        final int mark = target.indexOf('?');
        return new Request(
                head.method(),
                Ascii.text(in, view.hostStart(), view.hostEnd()).toLowerCase(Locale.ROOT),
                segments(mark < 0 ? target : target.substring(0, mark)),
                mark < 0 ? Map.of() : query(target.substring(mark + 1)),
                fields(view, in),
                head.bodyBytes() != 0,
                body);
    }

    private static Map<String, String> fields(HeadView head, ByteBuffer in) {
        final Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < head.count(); i++) {
            fields.merge(
                    Ascii.text(in, head.nameStart(i), head.nameEnd(i)).toLowerCase(Locale.ROOT),
                    Ascii.text(in, head.valueStart(i), head.valueEnd(i)),
                    (first, next) -> first + ", " + next);
        }
        return fields;
    }

    /** Split first and decoded then, so that an encoded slash separates nothing. */
    private static List<String> segments(String path) {
        try {
            return Arrays.stream(path.split("/"))
                    .filter(segment -> !segment.isEmpty())
                    .map(segment -> decoded(segment.replace("+", "%2B")))
                    .toList();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, List<String>> query(String text) {
        final Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            final int sign = pair.indexOf('=');
            try {
                add(
                        query,
                        decoded(sign < 0 ? pair : pair.substring(0, sign)),
                        sign < 0 ? "" : decoded(pair.substring(sign + 1)));
            } catch (IllegalArgumentException e) {
                add(query, pair, ""); // a name that no endpoint knows, and says so
            }
        }
        return query;
    }

    private static void add(Map<String, List<String>> query, String name, String value) {
        query.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Empty when there is no such field. */
    String field(String lowerCaseName) {
        return fields.getOrDefault(lowerCaseName, "");
    }

    /** May change something; what is unknown may, too (RFC 9110 §9.2.1). */
    boolean isUnsafe() {
        return switch (method) {
            case GET, HEAD, OPTIONS, TRACE -> false;
            default -> true;
        };
    }
}
