package weir.proxyprotocol;

import java.nio.ByteBuffer;

/**
 * Reads one PROXY header from the beginning of a connection, and not a byte behind it.
 *
 * <p>{@link #room} never has more room than bytes of the header are certainly still to come. So what follows stays in
 * the kernel, for whoever takes the connection over, and nothing has to be handed on. Version 2 takes three reads; the
 * line of version 1, whose end nobody knows, about eight.
 *
 * <p>Made for one connection and forgotten with its header. Thread: whoever made it.
 */
public final class ProxyHeaderReader {
    /** What is known so far. */
    public enum State {
        NEED_MORE,
        /** {@link #header} has it. */
        COMPLETE,
        /** {@link #fault} tells why. */
        REFUSED
    }

    private ByteBuffer bytes = ByteBuffer.allocate(TextHeader.BYTES_MAX).limit(TextHeader.BYTES_MIN);
    private ProxyHeader header;
    private ProxyFault fault;

    /** Where the next bytes are to be put, fewer if there are no more. */
    public ByteBuffer room() {
        return bytes;
    }

    /** True when nothing has come yet. */
    public boolean isEmpty() {
        return bytes.position() == 0;
    }

    /** Some bytes were put into {@link #room}. */
    public State onBytes() {
        final int count = bytes.position();
        if (BinaryHeader.mayBegin(bytes, count)) {
            return readBinary(count);
        }
        return TextHeader.mayBegin(bytes, count) ? readText(count) : refuse(ProxyFault.MISSING);
    }

    private State readText(int count) {
        final int end = TextHeader.end(bytes, count);
        if (end > 0) {
            header = end == count ? TextHeader.header(bytes, end) : null;
            return header == null ? refuse(ProxyFault.MALFORMED) : State.COMPLETE;
        }
        if (count == TextHeader.BYTES_MAX) {
            return refuse(ProxyFault.TOO_LONG);
        }
        return need(Math.min(TextHeader.BYTES_MAX, count + TextHeader.missing(bytes, count)));
    }

    private State readBinary(int count) {
        if (count < BinaryHeader.FIXED_BYTES) {
            return need(count < TextHeader.BYTES_MIN ? TextHeader.BYTES_MIN : BinaryHeader.FIXED_BYTES);
        }
        final ProxyFault early = BinaryHeader.faultOfFixedPart(bytes);
        if (early != null) {
            return refuse(early);
        }
        final int total = BinaryHeader.FIXED_BYTES + BinaryHeader.length(bytes);
        if (count < total) {
            return need(total);
        }
        final ProxyFault late = BinaryHeader.fault(bytes);
        if (late != null) {
            return refuse(late);
        }
        header = BinaryHeader.header(bytes);
        return State.COMPLETE;
    }

    private State need(int total) {
        if (total > bytes.capacity()) {
            bytes = ByteBuffer.allocate(total).put(bytes.flip());
        }
        bytes.limit(total);
        return State.NEED_MORE;
    }

    private State refuse(ProxyFault why) {
        fault = why;
        return State.REFUSED;
    }

    /** After {@link State#COMPLETE}. */
    public ProxyHeader header() {
        return header;
    }

    /** After {@link State#REFUSED}. */
    public ProxyFault fault() {
        return fault;
    }

    /** The first bytes are those of {@code start}, as far as there are any of both. */
    static boolean matches(ByteBuffer in, int count, byte[] start) {
        for (int i = 0; i < Math.min(count, start.length); i++) {
            if (in.get(i) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
