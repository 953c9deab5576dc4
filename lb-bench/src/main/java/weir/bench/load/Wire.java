package weir.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection's bytes, below HTTP: plain or TLS. Thread: its connection's loop only. */
interface Wire {
    /** Goes on with the handshake; true when it is over. @param scratch for whatever a record may hold */
    boolean establish(ByteBuffer scratch) throws IOException;

    /** Bytes put into the buffer, 0 when there are none yet, -1 at the end. */
    int read(ByteBuffer in) throws IOException;

    /** Takes what it can. */
    void write(ByteBuffer out) throws IOException;

    /** Whether to wait until the socket takes more, for a reason of its own. */
    boolean hasUnsent();

    /** Whether {@link #read} may give more although the socket has nothing. */
    boolean mayHoldMore();

    /** The socket itself. */
    record Plain(SocketChannel channel) implements Wire {
        @Override
        public boolean establish(ByteBuffer scratch) {
            return true;
        }

        @Override
        public int read(ByteBuffer in) throws IOException {
            return channel.read(in);
        }

        @Override
        public void write(ByteBuffer out) throws IOException {
            channel.write(out);
        }

        @Override
        public boolean hasUnsent() {
            return false;
        }

        @Override
        public boolean mayHoldMore() {
            return false;
        }
    }
}
