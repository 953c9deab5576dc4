package weir.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a file of requests. Thread: its maker's.
 *
 * <pre>
 *   # a comment
 *   GET /catalogue?page=2
 *   Accept: text/html
 *   ###
 *   POST /orders
 *   Content-Type: application/json
 *
 *   {"item": 7}
 * </pre>
 *
 * <p>A line {@code ###} stands between requests; the line break before it is not part of the body.
 */
final class RequestFile {
    private static final String SEPARATOR = "###";

    private final Path file;
    /** One char per byte, so that a body stays as it is, whatever its charset. */
    private final String[] lines;

    private final List<RequestText> requests = new ArrayList<>();
    private int at;

    private RequestFile(Path file, byte[] content) {
        this.file = file;
        this.lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
    }

    /** @throws IllegalArgumentException with file and line */
    static List<RequestText> read(Path file, byte[] content) {
        final RequestFile reading = new RequestFile(file, content);
        while (reading.at < reading.lines.length) {
            reading.readOne();
        }
        if (reading.requests.isEmpty()) {
            throw new IllegalArgumentException(file + ": no request in it");
        }
        return reading.requests;
    }

    private void readOne() {
        while (at < lines.length && isPassedOver(line())) {
            at++;
        }
        if (at == lines.length) {
            return;
        }
        final int first = at + 1;
        final String[] words = line().trim().split(" +");
        at++;
        if (words.length != 2) {
            throw problem(first, "must be METHOD PATH");
        }
        final List<String> headers = readHeaders();
        try {
            requests.add(new RequestText(words[0], words[1], headers, readBody()));
        } catch (IllegalArgumentException e) {
            throw problem(first, e.getMessage());
        }
    }

    private List<String> readHeaders() {
        final List<String> headers = new ArrayList<>();
        while (at < lines.length && !line().isEmpty() && !isSeparator()) {
            headers.add(line());
            at++;
        }
        if (at < lines.length && line().isEmpty()) {
            at++;
        }
        return headers;
    }

    private byte[] readBody() {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        final int first = at;
        for (; at < lines.length && !isSeparator(); at++) {
            if (at > first) {
                body.write('\n');
            }
            body.writeBytes(lines[at].getBytes(StandardCharsets.ISO_8859_1));
        }
        final byte[] bytes = body.toByteArray();
        final boolean endsFile = at == lines.length && bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        return endsFile ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private boolean isSeparator() {
        return line().startsWith(SEPARATOR);
    }

    private static boolean isPassedOver(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    /** Without the CR of files from elsewhere. */
    private String line() {
        return lines[at].endsWith("\r") ? lines[at].substring(0, lines[at].length() - 1) : lines[at];
    }

    private IllegalArgumentException problem(int line, String what) {
        return new IllegalArgumentException(file + ":" + line + ": " + what);
    }
}
