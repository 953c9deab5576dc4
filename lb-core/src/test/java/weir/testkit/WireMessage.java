package weir.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One HTTP/1.1 message as a strict reader finds it, written without a look at Weir's own parser: what is not in RFC
 * 9112's canonical form is an assertion error.
 *
 * @param fields name, value, name, value, ...; names in lower case
 * @param end position behind the message
 * @param isWhole false when the body has not come completely; then {@code body} is what is there
 * @param isUntilClose only the connection's end ends the body
 */
public record WireMessage(
        String startLine, List<String> fields, String body, int end, boolean isWhole, boolean isUntilClose) {

    /** @return null when the head is not complete */
    public static WireMessage read(String wire, int from, boolean isResponse, boolean isForHead, boolean isEnded) {
        final int headEnd = wire.indexOf("\r\n\r\n", from);
        if (headEnd < 0) {
            return null;
        }
        final String[] lines = wire.substring(from, headEnd).split("\r\n", -1);
        check(lines[0].matches(isResponse ? "HTTP/1\\.1 [1-9][0-9]{2} [^\r\n]*" : "[^ ]+ [^ ]+ HTTP/1\\.1"), lines[0]);
        final List<String> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            check(lines[i].matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n\0]*"), lines[i]);
            final int colon = lines[i].indexOf(':');
            fields.add(lines[i].substring(0, colon).toLowerCase(Locale.ROOT));
            fields.add(lines[i].substring(colon + 1).strip());
        }
        final Head head = new Head(lines[0], fields, headEnd + 4);
        return head.body(wire, isResponse, isForHead, isEnded);
    }

    private record Head(String startLine, List<String> fields, int end) {
        WireMessage body(String wire, boolean isResponse, boolean isForHead, boolean isEnded) {
            final List<String> lengths = all(fields, "content-length");
            final List<String> codings = all(fields, "transfer-encoding");
            check(lengths.size() + codings.size() <= 1, "ambiguous framing: " + fields);
            final int status = isResponse ? Integer.parseInt(startLine.substring(9, 12)) : 0;
            if (isForHead || isResponse && (status < 200 || status == 204 || status == 304)) {
                return new WireMessage(startLine, fields, "", end, true, false);
            }
            if (!codings.isEmpty()) {
                check(codings.get(0).equals("chunked"), "coding " + codings);
                return chunked(wire);
            }
            if (lengths.isEmpty() && isResponse) {
                return new WireMessage(startLine, fields, wire.substring(end), wire.length(), isEnded, true);
            }
            final long length = lengths.isEmpty() ? 0 : Long.parseLong(lengths.get(0));
            final int stop = (int) Math.min(wire.length(), end + length);
            return new WireMessage(startLine, fields, wire.substring(end, stop), stop, stop - end == length, false);
        }

        private WireMessage chunked(String wire) {
            final StringBuilder body = new StringBuilder();
            int at = end;
            while (true) {
                final int lineEnd = wire.indexOf("\r\n", at);
                if (lineEnd < 0) {
                    return new WireMessage(startLine, fields, body.toString(), at, false, false);
                }
                final String size = wire.substring(at, lineEnd);
                check(size.matches("[0-9a-fA-F]+"), "chunk size " + size);
                final int bytes = Integer.parseInt(size, 16);
                final int dataEnd = lineEnd + 2 + bytes;
                if (wire.length() < dataEnd + 2) {
                    body.append(wire, lineEnd + 2, Math.max(lineEnd + 2, Math.min(wire.length(), dataEnd)));
                    return new WireMessage(startLine, fields, body.toString(), at, false, false);
                }
                check(wire.startsWith("\r\n", dataEnd), "no line end behind a chunk");
                if (bytes == 0) {
                    return new WireMessage(startLine, fields, body.toString(), dataEnd + 2, true, false);
                }
                body.append(wire, lineEnd + 2, dataEnd);
                at = dataEnd + 2;
            }
        }
    }

    private static void check(boolean isFine, String culprit) {
        if (!isFine) {
            throw new AssertionError("not strict HTTP/1.1: " + culprit);
        }
    }

    private static List<String> all(List<String> fields, String name) {
        final List<String> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equals(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    public int status() {
        return Integer.parseInt(startLine.substring(9, 12));
    }

    /** The values of all fields of this name, joined with a comma; null when there is none. */
    public String field(String name) {
        final List<String> values = all(fields, name.toLowerCase(Locale.ROOT));
        return values.isEmpty() ? null : String.join(", ", values);
    }
}
