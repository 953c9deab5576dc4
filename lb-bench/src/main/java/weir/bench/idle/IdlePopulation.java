package weir.bench.idle;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Descriptors;
import weir.bench.wire.ResponseReader;

/**
 * Many kept-alive connections. Each asks once, reads the answer, and then says nothing.
 *
 * <pre>
 *   connecting --connected, request sent--> asking --answer complete--> idle --the server closes--> lost
 * </pre>
 *
 * <p>Few are opened at a time, so that the server needs few upstream connections: those would be counted as the
 * clients'. Thread: the command's own.
 */
public final class IdlePopulation implements AutoCloseable {
    private static final int OPENING_MAX = 16;
    private static final int ANSWER_TIMEOUT_MS = 5_000;
    /** The kernel's default range has 28,232 ports per source address; this leaves room for others. */
    private static final int PER_SOURCE = 20_000;

    private final Target target;
    private final InetSocketAddress address;
    private final byte[] request;
    private final Selector selector = Selector.open();
    private final ByteBuffer inbound = ByteBuffer.allocate(64 * 1024);
    private int startedCount;
    private int idleCount;
    private int lostCount;

    /** Refuses when this process may not open so many. @param count how many are going to be opened */
    public static IdlePopulation of(String host, int port, String path, int count) throws IOException {
        Descriptors.require(count + Descriptors.SPARE);
        return new IdlePopulation(new Target(host, port, path));
    }

    IdlePopulation(Target target) throws IOException {
        this.target = target;
        this.address = target.address();
        this.request = target.request();
    }

    /** Returns when {@code count} connections are idle. Refuses when one fails. */
    public void open(int count) throws IOException {
        final boolean manySources = count > PER_SOURCE && address.getAddress().isLoopbackAddress();
        while (idleCount < count) {
            while (startedCount < count && startedCount - idleCount < OPENING_MAX) {
                start(manySources ? new InetSocketAddress("127.0.0." + (1 + startedCount / PER_SOURCE), 0) : null);
            }
            if (selector.select(this::advance, ANSWER_TIMEOUT_MS) == 0) {
                throw failure("no answer within " + ANSWER_TIMEOUT_MS + " ms");
            }
        }
    }

    /** Those the server has closed by now. */
    public int lostCount() throws IOException {
        while (selector.selectNow(this::noticeLoss) > 0) {
            selector.selectNow(); // deregisters what was closed
        }
        return lostCount;
    }

    /** Resets all connections, so that no port waits in TIME_WAIT. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void start(InetSocketAddress source) throws IOException {
        try {
            final SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            final ResponseReader reader = new ResponseReader();
            reader.next(false);
            channel.register(selector, SelectionKey.OP_CONNECT, reader);
            if (source != null) {
                channel.bind(source);
            }
            if (channel.connect(address)) {
                ask(channel.keyFor(selector));
            }
        } catch (IOException e) {
            throw failure(e.toString());
        }
        startedCount++;
    }

    private void advance(SelectionKey key) {
        try {
            if (key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
                ask(key);
            } else {
                hear(key);
            }
        } catch (IOException e) {
            throw failure(e.toString());
        }
    }

    /** A new connection's send buffer takes a request of this size whole. */
    private void ask(SelectionKey key) throws IOException {
        ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void hear(SelectionKey key) throws IOException {
        final ResponseReader reader = (ResponseReader) key.attachment();
        final int count = ((SocketChannel) key.channel()).read(inbound.clear());
        if (count < 0 || reader == null) {
            throw failure("the server closed a connection");
        }
        final boolean isAll = reader.consume(inbound.array(), 0, count) == count;
        if (!isAll || reader.isMalformed() || reader.isComplete() && reader.status() != 200) {
            throw failure("the answer must be 200; status was " + reader.status());
        }
        if (reader.isComplete()) {
            key.attach(null);
            idleCount++;
        }
    }

    private void noticeLoss(SelectionKey key) {
        lostCount++; // an idle connection has nothing to say but its end
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }

    private CannotMeasure failure(String what) {
        return new CannotMeasure(target + ": " + what + ", with " + idleCount + " connections open");
    }
}
