package weir.accesslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import weir.model.Syslog;
import weir.time.Clock;

/**
 * Lines to a syslog server over a connection, with the length before each over TCP, and as they are to a Unix socket
 * (RFC 6587). A connection that has ended is made again, once a second at most; until then nothing is taken, and a line
 * of which the server cannot have had all bytes is sent again whole. What the kernel had taken for a server that went
 * away is lost without a word, which is why its end is looked for before each write.
 *
 * <p>Thread: the writer's.
 */
final class SyslogStream extends SyslogChannel<SocketChannel> {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int BATCH_BYTES = 64 * 1024;

    private final boolean countsOctets;
    private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES + Lines.LINE_BYTES_MAX);
    private final ByteBuffer unwanted = ByteBuffer.allocate(512);

    SyslogStream(Syslog to, Clock clock) {
        super(to, clock);
        this.countsOctets = to.transport() == Syslog.Transport.TCP;
    }

    @Override
    SocketChannel connect() throws IOException {
        if (to.transport() == Syslog.Transport.UNIX) {
            return SocketChannel.open(UnixDomainSocketAddress.of(to.path()));
        }
        final InetSocketAddress address = address();
        final SocketChannel opened = SocketChannel.open();
        try {
            opened.socket().connect(address, CONNECT_TIMEOUT_MS);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Nothing is awaited from a server, so what can be read is its end, or of no interest. */
    @Override
    boolean hasEnded() {
        try {
            channel.configureBlocking(false);
            final int count = channel.read(unwanted.clear());
            channel.configureBlocking(true);
            return count < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public int write(ByteBuffer lines) throws IOException {
        while (lines.hasRemaining()) {
            final int start = lines.position();
            fill(lines);
            batch.flip();
            try {
                while (batch.hasRemaining()) {
                    channel.write(batch);
                }
            } catch (IOException e) {
                final int sent = batch.position();
                lines.position(start);
                skip(lines, sent);
                close();
                throw e;
            }
        }
        return 0;
    }

    private void fill(ByteBuffer lines) {
        batch.clear();
        while (lines.hasRemaining() && batch.position() < BATCH_BYTES) {
            final int length = lineLength(lines);
            if (countsOctets) {
                batch.put(countOf(length));
            }
            batch.put(batch.position(), lines, lines.position(), framed(length));
            batch.position(batch.position() + framed(length));
            lines.position(lines.position() + length);
        }
    }

    /** Behind the lines of which {@code sent} bytes are the whole. */
    private void skip(ByteBuffer lines, int sent) {
        int left = sent;
        while (lines.hasRemaining()) {
            final int length = lineLength(lines);
            left -= framed(length) + (countsOctets ? countOf(length).length : 0);
            if (left < 0) {
                return;
            }
            lines.position(lines.position() + length);
        }
    }

    private byte[] countOf(int length) {
        return (framed(length) + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the length says where a message ends, no line does. */
    private int framed(int length) {
        return countsOctets ? length - 1 : length;
    }

    /** Of the next line, with its end. */
    static int lineLength(ByteBuffer lines) {
        int at = lines.position();
        while (lines.get(at) != '\n') {
            at++;
        }
        return at + 1 - lines.position();
    }
}
