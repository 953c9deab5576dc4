package weir.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import weir.bench.wire.ResponseReader;

/**
 * One connection to the target, with at most one request.
 *
 * <pre>
 *   CONNECTING --connected--> ESTABLISHING --handshake--> BUSY --response--> IDLE --send()--> BUSY
 *        each --failure, or the last response--> CLOSED
 * </pre>
 *
 * <p>A connection is opened for a request, so the time to connect is that request's. Thread: its loop only.
 */
final class ClientConnection {
    private static final int CONNECTING = 0, ESTABLISHING = 1, BUSY = 2, IDLE = 3, CLOSED = 4;

    private final LoadLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ResponseReader reader = new ResponseReader();
    private Wire wire;
    private int state = CONNECTING;
    private int request;
    private int sentBytes;
    private long intendedNs;
    /** In the loop's list of open connections. */
    private int position;

    ClientConnection(LoadLoop loop, SocketChannel channel, SelectionKey key, int position) {
        this.loop = loop;
        this.channel = channel;
        this.key = key;
        this.position = position;
    }

    /** The first request; sends it when the connection is there. */
    void open(int newRequest, long newIntendedNs) {
        request = newRequest;
        intendedNs = newIntendedNs;
        try {
            if (channel.connect(loop.target().address())) {
                onConnected();
            } else {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            fail(problemOf(e));
        }
    }

    /** Another request on an idle connection. */
    void send(int newRequest, long newIntendedNs) {
        assert state == IDLE : "send in state " + state;
        request = newRequest;
        intendedNs = newIntendedNs;
        try {
            begin();
        } catch (IOException e) {
            fail(problemOf(e));
        }
    }

    void onReady() {
        try {
            switch (state) {
                case CONNECTING -> {
                    channel.finishConnect();
                    onConnected();
                }
                case ESTABLISHING -> establish();
                case CLOSED -> {}
                default -> onTransfer();
            }
        } catch (IOException e) {
            fail(problemOf(e));
        }
    }

    private void onTransfer() throws IOException {
        if (key.isWritable()) {
            write();
        }
        if (key.isReadable()) {
            read();
        }
    }

    private void onConnected() throws IOException {
        loop.meter().onConnection();
        wire = loop.wire(channel);
        state = ESTABLISHING;
        key.interestOps(SelectionKey.OP_READ);
        establish();
    }

    private void establish() throws IOException {
        if (wire.establish(loop.inbound())) {
            begin();
        }
        if (state != CLOSED) {
            awaitWritable(wire.hasUnsent()
                    || state == BUSY && sentBytes < loop.requests().length(request));
        }
    }

    private void begin() throws IOException {
        state = BUSY;
        sentBytes = 0;
        reader.next(loop.requests().isHead(request));
        write();
    }

    private void write() throws IOException {
        final ByteBuffer out = loop.requests().from(request, sentBytes);
        wire.write(out);
        sentBytes = out.position();
        awaitWritable(out.hasRemaining() || wire.hasUnsent());
    }

    private void awaitWritable(boolean wanted) {
        final boolean isAwaited = (key.interestOps() & SelectionKey.OP_WRITE) != 0;
        if (wanted != isAwaited) {
            key.interestOps(wanted ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    private void read() throws IOException {
        final ByteBuffer in = loop.inbound();
        do {
            final int count = wire.read(in.clear());
            if (count < 0) {
                onEnd();
                return;
            }
            if (count == 0) {
                return;
            }
            in.get(0, loop.bytes(), 0, count);
            onBytes(count);
        } while (state != CLOSED && wire.mayHoldMore());
    }

    private void onBytes(int count) {
        if (state == IDLE) {
            close(); // nobody asked
            return;
        }
        final int used = reader.consume(loop.bytes(), 0, count);
        if (reader.isMalformed()) {
            fail(Problem.MALFORMED);
        } else if (reader.isComplete()) {
            complete(reader.isPersistent()
                    && used == count
                    && sentBytes == loop.requests().length(request));
        }
    }

    private void onEnd() {
        if (state == IDLE) {
            close();
            return;
        }
        reader.onConnectionEnd();
        if (reader.isComplete()) {
            complete(false);
        } else {
            fail(Problem.RESET);
        }
    }

    private void complete(boolean mayStay) {
        final long nowNs = loop.nowNs();
        loop.onResponse(reader.status(), reader.bodyBytes(), intendedNs, nowNs);
        if (mayStay && !loop.closes()) {
            state = IDLE;
            loop.onFree(this, nowNs);
        } else {
            close();
        }
    }

    /** Nothing when the request is younger. */
    void failIfOlder(long nowNs, long timeoutNs) {
        if (state != IDLE && state != CLOSED && nowNs - intendedNs >= timeoutNs) {
            fail(Problem.TIMEOUT);
        }
    }

    private void fail(Problem problem) {
        if (state == CLOSED) {
            return;
        }
        final boolean hadRequest = state != IDLE;
        close();
        if (hadRequest) {
            loop.onFailure(problem, intendedNs);
        }
    }

    private Problem problemOf(IOException e) {
        if (e instanceof SSLException) {
            return Problem.TLS;
        }
        return state == CONNECTING ? Problem.CONNECT : Problem.RESET;
    }

    int position() {
        return position;
    }

    void position(int newPosition) {
        position = newPosition;
    }

    /** With a reset, so that no port of ours waits in TIME_WAIT. */
    void close() {
        if (state == CLOSED) {
            return;
        }
        final boolean wasIdle = state == IDLE;
        state = CLOSED;
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            key.cancel(); // it is gone either way
        }
        loop.onClosed(this, wasIdle);
    }
}
