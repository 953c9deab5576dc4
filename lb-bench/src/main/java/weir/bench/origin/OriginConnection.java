package weir.bench.origin;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One client of an origin, one request at a time; what it sends ahead waits.
 *
 * <pre>
 *   reading --request complete--> in service --done--> writing --all sent--> reading, or closed
 * </pre>
 *
 * <p>Thread: the origin's loop only.
 */
final class OriginConnection {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OriginServer server;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestReader reader = new RequestReader();
    private boolean isBusy;
    private boolean isLast;
    /** Bytes behind the request in service; null when there are none. */
    private byte[] ahead;

    private int status;
    private long bodyBytes;
    private int persistence;
    private boolean isHead;
    private long sentBytes;

    OriginConnection(OriginServer server, SocketChannel channel, SelectionKey key) {
        this.server = server;
        this.channel = channel;
        this.key = key;
    }

    void onReady() throws IOException {
        if (key.isWritable()) {
            write();
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        final ByteBuffer in = server.inbound();
        final int count = channel.read(in.clear());
        if (count > 0) {
            in.get(0, server.bytes(), 0, count);
            onBytes(server.bytes(), count);
        } else if (count < 0 && isBusy) {
            isLast = true; // a client may close its half and still wait for the answer
            key.interestOpsAnd(~SelectionKey.OP_READ);
        } else if (count < 0) {
            channel.close();
        }
    }

    private void onBytes(byte[] in, int count) throws IOException {
        int at = 0;
        while (at < count && channel.isOpen()) {
            if (isBusy) {
                putAhead(in, at, count);
                return;
            }
            at = reader.consume(in, at, count);
            if (reader.takeAwaitsContinue()) {
                channel.write(ByteBuffer.wrap(CONTINUE));
            }
            if (reader.isMalformed()) {
                refuse();
            } else if (reader.isComplete()) {
                onRequest();
            }
        }
    }

    private void onRequest() throws IOException {
        isBusy = true;
        isHead = reader.isHead();
        isLast |= server.closes() || !reader.isPersistent();
        persistence = isLast ? Answer.CLOSE : reader.isOld() ? Answer.KEEP_SAID : Answer.KEEP;
        final boolean asksCounts = reader.asksCounts();
        reader.next();
        if (asksCounts) {
            writeCounts();
        } else {
            server.onRequest(this);
        }
    }

    /** Small, and nothing else is being sent, so it goes out whole. */
    private void writeCounts() throws IOException {
        final String json = server.counts();
        final String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                + (isLast ? "\r\nConnection: close" : "") + "\r\n\r\n";
        channel.write(ByteBuffer.wrap((head + json).getBytes(StandardCharsets.US_ASCII)));
        onSent();
    }

    private void refuse() throws IOException {
        isBusy = true;
        isLast = true;
        persistence = Answer.CLOSE;
        answer(400, 0);
    }

    /** The service is done. The client may have gone meanwhile. */
    void answer(int newStatus, long newBodyBytes) throws IOException {
        if (channel.isOpen()) {
            status = newStatus;
            bodyBytes = newBodyBytes;
            sentBytes = 0;
            write();
        }
    }

    void reset() throws IOException {
        if (channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            key.cancel(); // it is gone either way
        }
    }

    private void write() throws IOException {
        final Answer answer = server.answer();
        sentBytes = answer.write(channel, status, bodyBytes, persistence, isHead, sentBytes);
        if (sentBytes < answer.totalBytes(status, bodyBytes, persistence, isHead)) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            return;
        }
        if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
        onSent();
    }

    private void onSent() throws IOException {
        isBusy = false;
        if (isLast) {
            channel.close();
        } else if (ahead != null) {
            final byte[] next = ahead;
            ahead = null;
            key.interestOpsOr(SelectionKey.OP_READ);
            onBytes(next, next.length);
        }
    }

    /** Stops reading, so that there is at most one read's worth of it. */
    private void putAhead(byte[] in, int from, int to) {
        ahead = Arrays.copyOfRange(in, from, to);
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }
}
