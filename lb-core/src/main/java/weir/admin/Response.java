package weir.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.buf.Ascii;
import weir.http.HttpDate;
import weir.http.LocalReply;

/**
 * One complete response. Immutable, any thread.
 *
 * @param contentType null = there is no body
 * @param fields further ones
 */
record Response(int status, String contentType, byte[] body, Map<String, String> fields) {
    private static final byte[] ALWAYS = Ascii.bytes("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    private static final byte[] KEEP_ALIVE_LINE = Ascii.bytes("Connection: keep-alive\r\n");
    /** Of all but body, content type and further fields. */
    private static final int HEAD_BYTES_MAX = 512;

    static Response of(int status, String contentType, byte[] body) {
        return new Response(status, contentType, body, Map.of());
    }

    static Response json(int status, byte[] body) {
        return of(status, "application/json", body);
    }

    static Response empty(int status) {
        return of(status, null, new byte[0]);
    }

    Response with(String name, String value) {
        final Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Response(status, contentType, body, more);
    }

    /** As it goes over the wire. */
    ByteBuffer bytes(boolean isForHead, boolean keepsConnection, long wallMs) {
        final byte[] lines = lines().getBytes(StandardCharsets.ISO_8859_1);
        final LocalReply reply = new LocalReply(ByteBuffer.allocate(HEAD_BYTES_MAX + lines.length + body.length));
        reply.begin(status, HttpDate.line(wallMs)).add(ALWAYS).add(lines).body(body);
        if (status != 204) { // RFC 9110 §8.6
            reply.length();
        }
        if (keepsConnection) {
            reply.add(KEEP_ALIVE_LINE);
        }
        return reply.end(keepsConnection, isForHead);
    }

    private String lines() {
        final StringBuilder lines = new StringBuilder();
        fields.forEach((name, value) -> line(lines, name, value));
        if (contentType != null) {
            line(lines, "Content-Type", contentType);
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }
}
