package weir.accesslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.function.Consumer;
import weir.model.Syslog;
import weir.time.Clock;

/**
 * Lines to a syslog server over UDP, a datagram each (RFC 5426). Those that the network loses nobody hears of; those
 * that this machine, or a server's that has no syslog, says are lost, are counted.
 *
 * <p>Thread: opened by the one that starts, then the writer's.
 */
final class SyslogDatagrams implements LogTarget {
    private final Syslog to;
    private final SyslogRetry retry;
    private final Consumer<Throwable> onTrouble;
    /** Null until the server's name is known. */
    private DatagramChannel channel;

    SyslogDatagrams(Syslog to, Clock clock, Consumer<Throwable> onTrouble) {
        this.to = to;
        this.retry = new SyslogRetry(clock);
        this.onTrouble = onTrouble;
    }

    @Override
    public void prepare() throws IOException {
        if (channel == null && retry.isDue()) {
            final InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
            if (address.isUnresolved()) {
                throw new UnknownHostException("the host " + to.host() + " does not resolve");
            }
            final DatagramChannel opened = DatagramChannel.open();
            try {
                opened.connect(address); // so that the server's machine can say that nobody listens
                channel = opened;
            } finally {
                if (channel == null) {
                    opened.close();
                }
            }
        }
    }

    @Override
    public boolean isReady() {
        return channel != null;
    }

    /** The name may lead elsewhere by now. */
    @Override
    public void reopen() throws IOException {
        close();
        retry.reset();
        prepare();
    }

    @Override
    public int write(ByteBuffer lines) throws IOException {
        int lost = 0;
        while (lines.hasRemaining()) {
            final int length = SyslogStream.lineLength(lines) - 1;
            final ByteBuffer message = lines.slice(lines.position(), length);
            lines.position(lines.position() + length + 1);
            lost += send(message);
        }
        return lost;
    }

    /** That nobody listens is the answer to a datagram before, so this one has not been sent. */
    private int send(ByteBuffer message) throws IOException {
        for (int lost = 0; lost < 2; lost++) {
            try {
                channel.write(message);
                return lost;
            } catch (PortUnreachableException e) {
                onTrouble.accept(e);
            } catch (ClosedChannelException e) {
                throw e; // the stop is in a hurry
            } catch (IOException e) {
                onTrouble.accept(e);
                return lost + 1;
            }
        }
        return 2; // the one before, and this one
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                assert !channel.isOpen() : "the descriptor is released even so";
            }
            channel = null;
        }
    }
}
