package weir.exchange;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.filter.Filters;
import weir.http.HeadView;
import weir.http.LocalReply;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.pool.PoolView;
import weir.upstream.UpstreamPool;

/**
 * What a listener of mode {@code redirect} or {@code ask} answers: not a backend's response but where the backend is.
 *
 * <p>One per listener, because of its buffer, which holds the largest target. The target is copied as the parser has
 * accepted it, so it has no line end, and only behind a whole URL, so it cannot change whose URL that is. Thread:
 * owning loop only.
 */
final class BackendRedirect {
    /**
     * All but the target; the longest parts are the cookie's lines, each name and the public URL, all of which have
     * limits.
     */
    private static final int OTHER_BYTES_MAX = 4096;

    private static final byte[] LOCATION = Ascii.bytes("Location: ");
    private static final byte[] JSON_TYPE =
            Ascii.bytes("Content-Type: application/json\r\nCache-Control: no-store\r\n");
    private static final byte[] ROOT = {'/'};
    private static final byte[] POOL = Ascii.bytes("{\"pool\": \"");
    private static final byte[] BACKEND = Ascii.bytes("\", \"backend\": \"");
    private static final byte[] ADDRESS = Ascii.bytes("\", \"address\": \"");
    private static final byte[] URL = Ascii.bytes("\", \"url\": \"");
    private static final byte[] END = Ascii.bytes("\"}\n");

    private final LoopView view;
    private final boolean isJson;
    private final int status;
    private final LocalReply reply;

    BackendRedirect(LoopView view, Listener listener) {
        this.view = view;
        isJson = listener.mode() == ListenerMode.ASK;
        status = isJson ? 200 : listener.redirectStatus();
        reply = new LocalReply(ByteBuffer.allocateDirect(bufferBytes(listener)));
    }

    static int bufferBytes(Listener listener) {
        return OTHER_BYTES_MAX + listener.limits().targetBytesMax() + Filters.ownHeadersBytes(listener);
    }

    /**
     * Makes the response; the caller ends it.
     *
     * @param cookieLines null = none
     * @return it, in a buffer that the next one is made in
     */
    LocalReply make(PoolView pool, UpstreamPool backend, HeadView head, ByteBuffer in, byte[] cookieLines) {
        reply.begin(status, view.httpTools().dateLine());
        if (cookieLines != null) {
            reply.add(cookieLines);
        }
        if (isJson) {
            addJson(pool, backend);
            return reply.add(JSON_TYPE).length();
        }
        reply.length().add(LOCATION).add(backend.urlBytes());
        addTarget(head, in);
        return reply.endLine();
    }

    /** Path and query. What begins with neither, such as *, would run into the authority, and is left out. */
    private void addTarget(HeadView head, ByteBuffer in) {
        final byte first = head.pathStart() == head.targetEnd() ? 0 : in.get(head.pathStart());
        if (first == '?') {
            reply.add(ROOT);
        }
        if (first == '/' || first == '?') {
            reply.add(in, head.pathStart(), head.targetEnd());
        }
    }

    /** Names, ids and URLs have no character that JSON would escape. */
    private void addJson(PoolView pool, UpstreamPool backend) {
        reply.body(POOL).body(pool.nameBytes());
        reply.body(BACKEND).body(backend.idBytes());
        reply.body(ADDRESS).body(backend.authorityBytes());
        reply.body(URL).body(backend.urlBytes()).body(END);
    }
}
