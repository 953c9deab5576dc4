package weir.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weir.buf.BufferPool;
import weir.buf.BufferQueue;
import weir.buf.BufferStock;
import weir.relay.TunnelShutdown.Stage;
import weir.websocket.CloseFrame;

/** A backend's frames, behind which a close frame of Weir's own may come. */
class TunnelFramesTest {
    private static final byte[] TEXT = {(byte) 0x81, 2, 'h', 'i'};

    private final BufferPool pool = new BufferPool(RelayBuffer.bufferBytes(64), 1);
    private final RelayBuffer bytes = new RelayBuffer(
            new BufferStock(
                    new BufferQueue(pool, () -> {}), new BufferPool(64, 0), new BufferPool(64, 0), RelayBuffer.FRONT),
            BufferQueue.Side.RESPONSES);
    private final TunnelFrames frames = new TunnelFrames(bytes, false);
    private final TunnelShutdown shutdown = new TunnelShutdown(new Drain(), 0);

    @AfterEach
    void allBuffersAreHome() {
        bytes.release();
        assertEquals(0, pool.heldCount());
    }

    /** As if it had been read. */
    private void pass(byte... part) {
        if (!bytes.hasBuffer()) {
            assertTrue(bytes.takeBufferFor(0));
        }
        final int start = bytes.readEnd();
        bytes.append(ByteBuffer.wrap(part));
        bytes.setUnsent(bytes.sendStart(), start); // read, and not understood yet
        frames.pass(start);
    }

    private byte[] unsent() {
        final byte[] unsent = new byte[bytes.sendEnd() - bytes.sendStart()];
        bytes.buffer().get(bytes.sendStart(), unsent);
        return unsent;
    }

    @Test
    void betweenTwoFramesTheCloseFrameComesAtOnce() {
        assertTrue(frames.close(shutdown, false));
        assertArrayEquals(CloseFrame.ofServer(), unsent());
        assertEquals(Stage.TOLD, shutdown.stage());
    }

    @Test
    void withinAFrameItComesBehindThat() {
        pass(TEXT[0], TEXT[1], TEXT[2]);
        assertFalse(frames.close(shutdown, false));
        assertEquals(Stage.WAITING, shutdown.stage());
        pass(TEXT[3], TEXT[0], TEXT[1]);
        final byte[] expected =
                ByteBuffer.allocate(8).put(TEXT).put(CloseFrame.ofServer()).array();
        assertArrayEquals(expected, unsent());
        assertTrue(frames.isClosed());
    }

    @Test
    void nothingFollowsIt() {
        assertTrue(frames.close(shutdown, false));
        pass(TEXT);
        assertArrayEquals(CloseFrame.ofServer(), unsent());
    }

    @Test
    void whereTheBackendHasSaidSoItNeedNotCome() {
        pass(CloseFrame.ofServer());
        assertFalse(frames.close(shutdown, false));
        assertEquals(Stage.TOLD, shutdown.stage());
        assertFalse(frames.closesNow());
    }
}
