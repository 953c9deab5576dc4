package weir.accesslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
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
final class SyslogDatagrams extends SyslogChannel<DatagramChannel> {
    private final Consumer<Throwable> onTrouble;

    SyslogDatagrams(Syslog to, Clock clock, Consumer<Throwable> onTrouble) {
        super(to, clock);
        this.onTrouble = onTrouble;
    }

    @Override
    DatagramChannel connect() throws IOException {
        final InetSocketAddress address = address();
        final DatagramChannel opened = DatagramChannel.open();
        try {
            return opened.connect(address); // so that the server's machine can say that nobody listens
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    boolean hasEnded() {
        return false;
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
}
