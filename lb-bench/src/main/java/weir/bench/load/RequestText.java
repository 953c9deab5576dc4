package weir.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One request before it is bytes. Immutable, any thread.
 *
 * @param headers as {@code Name: value}
 */
public record RequestText(String method, String path, List<String> headers, byte[] body) {
    private static final byte[] NO_BODY = {};
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    /** These follow from the body and from --close. */
    private static final Set<String> OURS = Set.of("content-length", "transfer-encoding", "connection");
    /** Of these a server expects to hear that there is no content, RFC 9110 §8.6. */
    private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

    public RequestText {
        headers = List.copyOf(headers);
        body = body == null ? NO_BODY : body;
        if (!method.matches(TOKEN)) {
            throw new IllegalArgumentException("method " + method + ", must be letters such as GET");
        }
        if (!path.startsWith("/") && !path.equals("*") || !path.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException(
                    "path " + path + ", must begin with / and have no blanks; escape others as %20");
        }
        headers.forEach(RequestText::check);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** With the headers of all requests behind its own, unless it has one of that name. */
    RequestText with(List<String> common) {
        final List<String> all = new ArrayList<>(headers);
        common.stream().filter(header -> !has(nameOf(header))).forEach(all::add);
        return new RequestText(method, path, all, body);
    }

    /** As it goes over the wire. */
    public byte[] bytes(String hostField, boolean closes) {
        final StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (!has("host")) {
            head.append("Host: ").append(hostField).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (body.length > 0 || WITH_CONTENT.contains(method)) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append(closes ? "Connection: close\r\n\r\n" : "\r\n");
        final byte[] headBytes = head.toString().getBytes(StandardCharsets.UTF_8);
        final byte[] all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        return all;
    }

    private boolean has(String lowerCaseName) {
        return headers.stream().anyMatch(header -> nameOf(header).equals(lowerCaseName));
    }

    private static String nameOf(String header) {
        return header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static void check(String header) {
        final int colon = header.indexOf(':');
        if (colon < 1 || !header.substring(0, colon).matches(TOKEN) || header.matches("(?s).*[\\x00\\r\\n].*")) {
            throw new IllegalArgumentException("header " + header + ", must be \"Name: value\"");
        }
        if (OURS.contains(nameOf(header))) {
            throw new IllegalArgumentException("header " + header + ", is set by load itself (see --body and --close)");
        }
    }
}
