package weir.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weir.relay.RelayBuffer;
import weir.testkit.LoopHarness;

class ReplayTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

    private final RelayBuffer bytes = new LoopHarness().view().newClientInbound();
    private final Replay replay = new Replay(bytes);

    ReplayTest() {
        assertTrue(bytes.takeBufferFor(REQUEST.length()));
        bytes.append(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatWasSentIsToBeSentAgain() {
        replay.keep();
        final int start = bytes.sendStart();
        bytes.setUnsent(bytes.sendEnd(), bytes.sendEnd());
        assertTrue(replay.isKept());
        assertEquals(start, replay.heldFrom());

        replay.rewind();

        assertEquals(start, bytes.sendStart());
        assertEquals(start + REQUEST.length(), bytes.sendEnd());
    }

    @Test
    void holdsOnlyWhatIsUnsentOnceForgotten() {
        replay.keep();
        bytes.setUnsent(bytes.sendStart() + 3, bytes.sendEnd());
        replay.forget();
        assertFalse(replay.isKept());
        assertEquals(bytes.sendStart(), replay.heldFrom());
    }
}
