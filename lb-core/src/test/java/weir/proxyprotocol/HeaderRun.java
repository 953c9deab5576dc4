package weir.proxyprotocol;

import java.nio.ByteBuffer;
import weir.proxyprotocol.ProxyHeaderReader.State;
import weir.testkit.EverySplit;

/** One reader over one header, as a connection would feed it: it gets what it has room for. */
final class HeaderRun implements EverySplit.Run {
    private final ProxyHeaderReader reader = new ProxyHeaderReader();
    private State state = State.NEED_MORE;
    private int taken;

    @Override
    public boolean feed(ByteBuffer in, int start, int from, int to) {
        while (state == State.NEED_MORE && start + taken < to) {
            final ByteBuffer room = reader.room();
            final int count = Math.min(room.remaining(), to - start - taken);
            if (count == 0) {
                throw new AssertionError("it wants more and has no room");
            }
            final byte[] portion = new byte[count];
            in.get(start + taken, portion);
            room.put(portion);
            taken += count;
            state = reader.onBytes();
        }
        return state == State.NEED_MORE;
    }

    State state() {
        return state;
    }

    /** Bytes that were read from the connection. */
    int taken() {
        return taken;
    }

    ProxyHeader header() {
        return reader.header();
    }

    @Override
    public String answer() {
        return switch (state) {
            case NEED_MORE -> "NEED_MORE";
            case REFUSED -> reader.fault().name(); // how much was read until then depends on the pieces
            case COMPLETE -> text(reader.header()) + " of " + taken;
        };
    }

    static String text(ProxyHeader header) {
        final StringBuilder text = new StringBuilder(header.kind().name());
        if (header.client() != null) {
            text.append(' ').append(header.client()).append(" > ").append(header.server());
        }
        for (byte b : header.extensions()) {
            text.append(String.format(" %02x", b));
        }
        return text.toString();
    }
}
