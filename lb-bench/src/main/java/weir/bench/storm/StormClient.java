package weir.bench.storm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import weir.bench.load.Problem;
import weir.bench.wire.ResponseReader;

/**
 * One connection, which asks again as soon as it is answered, as long as its crowd wants it to.
 *
 * <pre>
 *   made --connect()--> connecting --connected, request sent--> asking --answer--> asking ... --> closed
 * </pre>
 *
 * <p>Thread: that of the storms.
 */
final class StormClient {
    private final Crowd crowd;
    private final Storms.Wire wire;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ResponseReader reader = new ResponseReader();
    private long askedNs;
    /** From the moment it begins to connect until it is closed. */
    private boolean isAsking;

    private boolean isConnected;
    private boolean isNew = true;

    /** Makes the socket, so that there is less to do when the storm begins. */
    StormClient(Crowd crowd, Storms.Wire wire, Selector selector) throws IOException {
        this.crowd = crowd;
        this.wire = wire;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, so that no port of ours waits in TIME_WAIT
        key = channel.register(selector, 0, this);
    }

    /** It has not been answered yet. */
    boolean isNew() {
        return isNew;
    }

    void connect(InetSocketAddress address) {
        askedNs = System.nanoTime();
        isAsking = true;
        try {
            if (channel.connect(address)) {
                onConnected();
            } else {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            fail(Problem.CONNECT);
        }
    }

    void onReady() {
        try {
            if (!isConnected) {
                channel.finishConnect();
                onConnected();
            } else {
                read();
            }
        } catch (IOException e) {
            fail(isConnected ? Problem.RESET : Problem.CONNECT);
        }
    }

    private void onConnected() throws IOException {
        isConnected = true;
        key.interestOps(SelectionKey.OP_READ);
        ask();
    }

    /** A socket that holds nothing else takes a request of this size whole. */
    private void ask() throws IOException {
        reader.next(false);
        final ByteBuffer request = wire.request().clear();
        if (channel.write(request) != request.limit()) {
            throw new IOException("the request was not taken whole");
        }
    }

    private void read() throws IOException {
        final ByteBuffer in = wire.inbound().clear();
        final int count = channel.read(in);
        if (count < 0) {
            reader.onConnectionEnd();
        } else {
            in.get(0, wire.bytes(), 0, count);
            reader.consume(wire.bytes(), 0, count);
        }
        if (reader.isMalformed()) {
            fail(Problem.MALFORMED);
        } else if (reader.isComplete()) {
            onAnswer();
        } else if (count < 0) {
            fail(Problem.RESET);
        }
    }

    private void onAnswer() throws IOException {
        if (reader.status() >= 400) {
            fail(reader.status() < 500 ? Problem.STATUS_4XX : Problem.STATUS_5XX);
            return;
        }
        final long nowNs = System.nanoTime();
        final boolean asksAgain = crowd.onAnswer(this, reader.bodyBytes(), askedNs, nowNs);
        isNew = false;
        if (asksAgain && reader.isPersistent()) {
            askedNs = nowNs;
            ask();
        } else {
            close();
        }
    }

    void failIfOlder(long nowNs, long timeoutNs) {
        if (isAsking && nowNs - askedNs >= timeoutNs) {
            fail(Problem.TIMEOUT);
        }
    }

    private void fail(Problem problem) {
        crowd.onProblem(this, problem);
        close();
    }

    private void close() {
        isAsking = false;
        try {
            channel.close();
        } catch (IOException e) {
            key.cancel(); // it is gone either way
        }
        crowd.onClosed();
    }
}
