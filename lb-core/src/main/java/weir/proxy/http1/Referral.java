package weir.proxy.http1;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.exchange.LoopView;
import weir.http.HeadView;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.pool.PoolView;
import weir.upstream.UpstreamPool;

/**
 * What a listener of mode {@code redirect} or {@code ask} answers: not a backend's response but where the backend is.
 *
 * <p>One per listener, because of its buffer, which holds the largest target. The target is copied as the parser has accepted it, so it has no line end, and
 * only behind a whole URL, so it cannot change whose URL that is. Thread: owning loop only.
 */
final class Referral {
    /** All but the target; the longest parts are the cookie's lines, each name and the public URL, all of which have limits. */
    private static final int OTHER_BYTES_MAX = 4096;

    private static final byte[] LOCATION = Ascii.bytes("Content-Length: 0\r\nLocation: ");
    private static final byte[] JSON_TYPE =
            Ascii.bytes("Content-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: ");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");
    private static final byte[] CLOSE_LINE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] POOL = Ascii.bytes("{\"pool\": \"");
    private static final byte[] BACKEND = Ascii.bytes("\", \"backend\": \"");
    private static final byte[] ADDRESS = Ascii.bytes("\", \"address\": \"");
    private static final byte[] URL = Ascii.bytes("\", \"url\": \"");
    private static final byte[] END = Ascii.bytes("\"}\n");

    private final LoopView view;
    private final boolean isJson;
    private final int status;
    private final byte[] statusLine;
    private final ByteBuffer out;

    Referral(LoopView view, Listener listener) {
        this.view = view;
        isJson = listener.mode() == ListenerMode.ASK;
        status = isJson ? 200 : listener.redirectStatus();
        statusLine = Ascii.bytes("HTTP/1.1 " + status + phrase(status) + "\r\n");
        out = ByteBuffer.allocateDirect(bufferBytes(listener));
    }

    static int bufferBytes(Listener listener) {
        return OTHER_BYTES_MAX + listener.limits().targetBytesMax();
    }

    private static String phrase(int status) {
        return switch (status) {
            case 302 -> " Found";
            case 307 -> " Temporary Redirect";
            default -> " OK";
        };
    }

    int status() {
        return status;
    }

    /** Begins a response with what does not depend on the backend. */
    private void begin(byte[] cookieLines) {
        out.clear();
        out.put(statusLine).put(view.dateLine());
        if (cookieLines != null) {
            out.put(cookieLines);
        }
    }

    /**
     * Makes the whole response.
     *
     * @param cookieLines null = none
     * @return it, in a buffer that the next one is made in
     */
    ByteBuffer make(
            PoolView pool,
            UpstreamPool backend,
            HeadView head,
            ByteBuffer in,
            byte[] cookieLines,
            boolean keepAlive,
            boolean isForHead) {
        begin(cookieLines);
        if (isJson) {
            out.put(JSON_TYPE);
            putNumber(jsonBytes(pool, backend));
        } else {
            out.put(LOCATION).put(backend.urlBytes());
            putTarget(head, in);
        }
        out.put(LINE_END);
        if (!keepAlive) {
            out.put(CLOSE_LINE);
        }
        out.put(LINE_END);
        if (isJson && !isForHead) {
            putJson(pool, backend);
        }
        return out.flip();
    }

    /** Path and query. What begins with neither, such as *, would run into the authority, and is left out. */
    private void putTarget(HeadView head, ByteBuffer in) {
        final int start = head.pathStart();
        final int count = head.targetEnd() - start;
        final byte first = count == 0 ? 0 : in.get(start);
        if (first == '?') {
            out.put((byte) '/');
        }
        if (first == '/' || first == '?') {
            final int at = out.position();
            out.put(at, in, start, count).position(at + count);
        }
    }

    /** Names, ids and URLs have no character that JSON would escape. */
    private void putJson(PoolView pool, UpstreamPool backend) {
        out.put(POOL).put(pool.nameBytes());
        out.put(BACKEND).put(backend.idBytes());
        out.put(ADDRESS).put(backend.authorityBytes());
        out.put(URL).put(backend.urlBytes()).put(END);
    }

    private static int jsonBytes(PoolView pool, UpstreamPool backend) {
        return POOL.length
                + pool.nameBytes().length
                + BACKEND.length
                + backend.idBytes().length
                + ADDRESS.length
                + backend.authorityBytes().length
                + URL.length
                + backend.urlBytes().length
                + END.length;
    }

    private void putNumber(int number) {
        if (number >= 10) {
            putNumber(number / 10);
        }
        out.put((byte) ('0' + number % 10));
    }
}
