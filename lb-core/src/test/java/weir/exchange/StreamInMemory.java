package weir.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import weir.relay.RelayBuffer;

/** What both streams that are made of memory have in common. */
final class StreamInMemory {
    private StreamInMemory() {}

    /** Puts text into an empty buffer, as if it had been read there. */
    static void read(String text, RelayBuffer to) {
        final byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (!to.takeBufferFor(ascii.length)) {
            throw new IllegalStateException("no buffer");
        }
        to.append(ByteBuffer.wrap(ascii));
        to.setUnsent(RelayBuffer.FRONT, RelayBuffer.FRONT);
    }

    /** Takes what is to be sent, be it where it was read or at rest. */
    static int write(RelayBuffer from, StringBuilder to) {
        final int count = from.sendEnd() - from.sendStart();
        final byte[] ascii = new byte[count];
        from.restingBuffer().get(from.sendStart() - from.restStart(), ascii);
        to.append(new String(ascii, StandardCharsets.US_ASCII));
        from.setUnsent(from.sendEnd(), from.sendEnd());
        return count;
    }
}
