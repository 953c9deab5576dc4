package weir.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Plain bytes over a non-blocking channel. Thread: owning loop only. */
class NioTransport extends Transport {
    /** EPIPE in the words of this system and its language: the peer had sent FIN before it answered with a reset. */
    private static final String AFTER_END = brokenPipe();

    private final SocketChannel channel;
    private SelectionKey key;
    /** What the key was told last; spares reading the key's volatile field. */
    private int interest;
    /**
     * The kernel tells of a reset once. When a write was told, reads find what came before it, and then what looks like
     * an end.
     */
    private boolean isReset;

    NioTransport(SocketChannel channel) {
        this.channel = channel;
    }

    /** Takes over what the other had. */
    NioTransport(NioTransport from) {
        channel = from.channel;
        key = from.key;
        interest = from.interest;
    }

    /** The JDK tells errors apart by their text alone. One pipe, once in a process. */
    private static String brokenPipe() {
        try {
            final Pipe pipe = Pipe.open();
            pipe.source().close();
            return refusal(pipe.sink());
        } catch (IOException e) {
            return "Broken pipe"; // no descriptor was left for it
        }
    }

    private static String refusal(Pipe.SinkChannel broken) {
        try (broken) {
            broken.write(ByteBuffer.allocate(1));
            throw new IllegalStateException("a pipe that nobody reads takes bytes");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    void attach(SelectionKey key, int interest) {
        this.key = key;
        this.interest = interest;
    }

    @Override
    public int read(ByteBuffer in) {
        try {
            final int count = channel.read(in);
            return count < 0 && isReset ? GONE : count;
        } catch (IOException e) {
            return GONE;
        }
    }

    @Override
    public int write(ByteBuffer out) {
        try {
            return channel.write(out);
        } catch (IOException e) {
            isReset |= !AFTER_END.equals(e.getMessage());
            return GONE;
        }
    }

    @Override
    public void interest(int ops) {
        if (ops != interest && key.isValid()) {
            interest = ops;
            key.interestOps(ops);
        }
    }

    @Override
    public int interest() {
        return interest;
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public String finishConnect() {
        try {
            return channel.finishConnect() ? null : "connection is not established";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close(); // already broken
        }
    }

    @Override
    public void close() {
        NioNetwork.closeQuietly(channel);
    }

    @Override
    public void reset() {
        try {
            // A Unix socket knows no reset: its peer sees one if bytes of it are unread, else an end.
            if (channel.isOpen() && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // A broken connection needs no reset.
        }
        close();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public ConnectionFacts facts() {
        try {
            return new ConnectionFacts(channel.getRemoteAddress(), channel.getLocalAddress());
        } catch (IOException e) {
            return new ConnectionFacts(null, null);
        }
    }

    @Override
    public boolean knowsResets() {
        try {
            return !(channel.getLocalAddress() instanceof UnixDomainSocketAddress);
        } catch (IOException e) {
            return false; // it is closed
        }
    }

    @Override
    public void setHandler(IoHandler handler) {
        key.attach(handler);
    }

    @Override
    public Transport onClose(Runnable told) {
        return new GuestTransport(this, told);
    }

    @Override
    public Transport withFacts(ConnectionFacts facts) {
        return new ProxiedTransport(this, facts);
    }
}
