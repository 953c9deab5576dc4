package weir.system;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response as it came over the wire.
 *
 * @param fields by name in whatever case; the last value when a name came twice
 * @param body without its framing; it throws when it ends before the framing says so (RFC 9112 §8)
 */
record RawResponse(int status, Map<String, String> fields, InputStream body) {
    static RawResponse read(InputStream in, boolean isForHead) throws IOException {
        final String[] start = line(in).split(" ", 3);
        if (start.length < 2 || !start[0].equals("HTTP/1.1")) {
            throw new IOException("no status line: " + String.join(" ", start));
        }
        final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            final int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new RawResponse(
                Integer.parseInt(start[1]), fields, isForHead ? InputStream.nullInputStream() : body(in, fields));
    }

    private static InputStream body(InputStream in, Map<String, String> fields) {
        if ("chunked".equals(fields.get("Transfer-Encoding"))) {
            return new ChunkedBody(in);
        }
        final String length = fields.get("Content-Length");
        return length == null ? in : new SizedBody(in, Long.parseLong(length));
    }

    /** With its body in memory, so that the next response can be read. */
    RawResponse whole() throws IOException {
        return new RawResponse(status, fields, new ByteArrayInputStream(body.readAllBytes()));
    }

    String field(String name) {
        return fields.get(name);
    }

    /** Once. */
    String text() throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within a line: '" + line + "'");
            }
            line.append((char) c);
        }
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("a line without CR: " + line);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    /** A body with content-length. */
    private static final class SizedBody extends InputStream {
        private final InputStream in;
        private long left;

        SizedBody(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            return left == 0 ? -1 : took(in.read(), 1);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0 || left == 0) {
                return length == 0 ? 0 : -1;
            }
            final int count = in.read(to, offset, (int) Math.min(length, left));
            return took(count, count);
        }

        private int took(int result, int count) throws EOFException {
            if (result < 0) {
                throw new EOFException("the connection ended with " + left + " bytes of the body to come");
            }
            left -= count;
            return result;
        }
    }

    /** A chunked body without trailer fields. */
    private static final class ChunkedBody extends InputStream {
        private final InputStream in;
        private SizedBody chunk;
        private boolean isOver;

        ChunkedBody(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return hasData() ? chunk.read() : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) {
                return 0; // must not wait for a chunk that nobody asked for
            }
            return hasData() ? chunk.read(to, offset, length) : -1;
        }

        private boolean hasData() throws IOException {
            if (chunk != null && chunk.left == 0) {
                expectEmptyLine();
                chunk = null;
            }
            if (chunk == null && !isOver) {
                final long size = Long.parseLong(line(in), 16);
                chunk = size == 0 ? null : new SizedBody(in, size);
                isOver = size == 0;
                if (isOver) {
                    expectEmptyLine();
                }
            }
            return !isOver;
        }

        private void expectEmptyLine() throws IOException {
            final String line = line(in);
            if (!line.isEmpty()) {
                throw new IOException("'" + line + "' where a chunk ends");
            }
        }
    }
}
