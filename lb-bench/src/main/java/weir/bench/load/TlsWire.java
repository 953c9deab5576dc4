package weir.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS by the JDK's engine, whose tasks run on the loop too. The engine allocates; nothing here does per request.
 *
 * <p>Thread: its connection's loop only.
 */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    /** To be filled: records as they arrive. */
    private final ByteBuffer fromNet;
    /** To be drained: records that the socket has not taken yet. */
    private final ByteBuffer toNet;

    TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        final int recordBytes = engine.getSession().getPacketBufferSize();
        this.fromNet = ByteBuffer.allocateDirect(2 * recordBytes);
        this.toNet = ByteBuffer.allocateDirect(recordBytes).flip();
    }

    @Override
    public boolean establish(ByteBuffer scratch) throws IOException {
        flush();
        while (!hasUnsent()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    final int count = read(scratch.clear());
                    if (count < 0) {
                        throw new SSLException("closed during the handshake");
                    }
                    if (count == 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                        return false;
                    }
                }
                default -> {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        while (true) {
            fromNet.flip();
            final SSLEngineResult result = engine.unwrap(fromNet, in);
            fromNet.compact();
            switch (result.getStatus()) {
                case CLOSED -> {
                    return -1;
                }
                case BUFFER_UNDERFLOW -> {
                    final int count = channel.read(fromNet);
                    if (count <= 0) {
                        return count;
                    }
                }
                case BUFFER_OVERFLOW -> throw new SSLException("a record of more than " + in.capacity() + " bytes");
                default -> {
                    answer(result.getHandshakeStatus());
                    if (result.bytesProduced() > 0) {
                        return result.bytesProduced();
                    }
                    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
                        return 0;
                    }
                }
            }
        }
    }

    /** What a message of the handshake asks for, then or later (TLS 1.3 has some after it). */
    private void answer(HandshakeStatus asked) throws IOException {
        if (asked == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        while (!hasUnsent() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrap(NOTHING);
        }
    }

    @Override
    public void write(ByteBuffer out) throws IOException {
        flush();
        while (out.hasRemaining() && !hasUnsent()) {
            wrap(out);
        }
    }

    private void wrap(ByteBuffer out) throws IOException {
        final SSLEngineResult result = engine.wrap(out, toNet.clear());
        toNet.flip();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("closed by the server");
        }
        flush();
    }

    private void flush() throws IOException {
        if (toNet.hasRemaining()) {
            channel.write(toNet);
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public boolean hasUnsent() {
        return toNet.hasRemaining();
    }

    @Override
    public boolean mayHoldMore() {
        return fromNet.position() > 0;
    }
}
