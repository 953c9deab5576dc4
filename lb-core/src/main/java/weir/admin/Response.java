package weir.admin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One complete response. Immutable, any thread.
 *
 * @param contentType null = there is no body
 * @param fields further ones
 */
record Response(int status, String contentType, byte[] body, Map<String, String> fields) {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"));

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

    static String reason(int status) {
        return REASONS.getOrDefault(status, "Other");
    }

    /** As it goes over the wire. */
    ByteBuffer bytes(boolean isForHead, boolean keepsConnection, long wallMs) {
        final StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
        line(head, "Date", IMF_FIXDATE.format(Instant.ofEpochMilli(wallMs)));
        line(head, "Cache-Control", "no-store");
        line(head, "X-Content-Type-Options", "nosniff");
        fields.forEach((name, value) -> line(head, name, value));
        if (contentType != null) {
            line(head, "Content-Type", contentType);
        }
        if (status != 204) { // RFC 9110 §8.6
            line(head, "Content-Length", Integer.toString(body.length));
        }
        line(head, "Connection", keepsConnection ? "keep-alive" : "close");
        head.append("\r\n");
        final ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length);
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!isForHead) {
            out.writeBytes(body);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
