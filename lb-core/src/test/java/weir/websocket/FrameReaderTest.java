package weir.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FIN = 0x80;

    private static byte[] frame(int first, boolean isMasked, int length) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        final int mask = isMasked ? 0x80 : 0;
        if (length < 126) {
            out.write(mask | length);
        } else if (length < 65_536) {
            out.write(mask | 126);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(mask | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        for (int i = 0; i < length + (isMasked ? 4 : 0); i++) {
            out.write(0x88); // looks like a close frame
        }
        return out.toByteArray();
    }

    /** Frames of every kind of length, and where each one ends. */
    private static byte[] frames(boolean isMasked, List<Integer> boundaries) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        boundaries.add(0);
        for (int length : new int[] {0, 1, 125, 126, 300}) {
            out.writeBytes(frame(FIN | TEXT, isMasked, length));
            boundaries.add(out.size());
        }
        out.writeBytes(frame(TEXT, isMasked, 3)); // a fragment, with a ping before the next one
        boundaries.add(out.size());
        out.writeBytes(frame(FIN | PING, isMasked, 125));
        boundaries.add(out.size());
        out.writeBytes(frame(FIN | 0x40, isMasked, 7)); // compressed (RFC 7692)
        boundaries.add(out.size());
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowsTheBoundariesOfFramesWhereverTheyAreCut(boolean isMasked) {
        final List<Integer> boundaries = new ArrayList<>();
        final byte[] wire = frames(isMasked, boundaries);
        final ByteBuffer in = ByteBuffer.wrap(wire);
        for (int cut = 0; cut <= wire.length; cut++) {
            final FrameReader reader = new FrameReader(isMasked);
            reader.follow(in, 0, cut);
            assertEquals(boundaries.contains(cut), reader.isAtBoundary(), "cut at " + cut);
            reader.follow(in, cut, wire.length);
            assertTrue(reader.isAtBoundary(), "cut at " + cut);
            assertFalse(reader.hasClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsTheNextBoundaryFromEachPlace(boolean isMasked) {
        final List<Integer> boundaries = new ArrayList<>();
        final byte[] wire = frames(isMasked, boundaries);
        final ByteBuffer in = ByteBuffer.wrap(wire);
        for (int place = 0; place <= wire.length; place++) {
            final int from = place;
            final int next =
                    boundaries.stream().filter(at -> at >= from).findFirst().orElseThrow();
            for (int to = from; to <= wire.length; to++) {
                final FrameReader reader = new FrameReader(isMasked);
                reader.follow(in, 0, from);
                assertEquals(next <= to ? next : FrameReader.NONE, reader.followToBoundary(in, from, to));
            }
        }
    }

    @Test
    void stepsOverLengthsBeyondAnInt() {
        final byte[] head = {(byte) 0x82, 127, 0, 0, 0, 1, 0, 0, 0, 2};
        final FrameReader reader = new FrameReader(false);
        reader.follow(ByteBuffer.wrap(head), 0, head.length);
        final ByteBuffer payload = ByteBuffer.allocate(1 << 20);
        for (int i = 0; i < 1 << 12; i++) {
            reader.follow(payload, 0, payload.capacity());
        }
        assertFalse(reader.isAtBoundary());
        reader.follow(payload, 0, 1);
        assertFalse(reader.isAtBoundary());
        reader.follow(payload, 0, 1);
        assertTrue(reader.isAtBoundary());
    }

    @Test
    void seesACloseFrameWhenItIsWhole() {
        final byte[] wire = CloseFrame.ofClient(0x12345678);
        final FrameReader reader = new FrameReader(true);
        for (int at = 0; at < wire.length; at++) {
            assertFalse(reader.hasClosed(), "at " + at);
            reader.follow(ByteBuffer.wrap(wire), at, at + 1);
        }
        assertTrue(reader.hasClosed());
        assertTrue(reader.isAtBoundary());
    }

    @Test
    void isLostInWhatIsNoWebSocket() {
        final byte[][] wires = {
            {0x03, 0}, // reserved opcodes, of data and of control (RFC 6455 §5.2)
            {(byte) 0x8b, 0},
            {0x08, 0}, // control frames are not fragmented (§5.5)
            {(byte) 0x89, 126, 0, 0}, // and no longer than 125 bytes
            {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}, // servers do not mask (§5.1)
            {(byte) 0x82, 127, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0}, // the highest bit is 0 (§5.2)
            {(byte) 0x82, 127, (byte) 0x7f, -1, -1, -1, -1, -1, -1, -1, 0}, // nobody comes to its end
        };
        for (byte[] wire : wires) {
            final FrameReader reader = new FrameReader(false);
            reader.follow(ByteBuffer.wrap(wire), 0, wire.length);
            assertFalse(reader.isAtBoundary(), () -> java.util.Arrays.toString(wire));
            final byte[] more = frame(FIN | CLOSE, false, 2);
            reader.follow(ByteBuffer.wrap(more), 0, more.length);
            assertFalse(reader.hasClosed());
            assertEquals(FrameReader.NONE, reader.followToBoundary(ByteBuffer.wrap(more), 0, more.length));
        }
        final FrameReader ofClient = new FrameReader(true);
        ofClient.follow(ByteBuffer.wrap(new byte[] {(byte) 0x81, 0}), 0, 2);
        assertFalse(ofClient.isAtBoundary(), "clients mask");
    }

    @Test
    void closesAsServersAndClientsDo() {
        assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe9}, CloseFrame.ofServer());
        final byte[] masked = CloseFrame.ofClient(0xfedcba98);
        assertArrayEquals(
                new byte[] {(byte) 0x88, (byte) 0x82, (byte) 0xfe, (byte) 0xdc, (byte) 0xba, (byte) 0x98},
                java.util.Arrays.copyOf(masked, 6));
        assertEquals(1001, (masked[6] ^ masked[2] & 0xff) << 8 & 0xff00 | (masked[7] ^ masked[3]) & 0xff);
    }
}
