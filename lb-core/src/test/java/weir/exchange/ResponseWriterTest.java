package weir.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.relay.RelayBuffer;
import weir.testkit.LoopHarness;

/** What stands around the data of a body that is put into chunks. */
class ResponseWriterTest {
    private final LoopView view = new LoopHarness().view();
    private final RelayBuffer bytes = view.newUpstreamInbound();
    private final ResponseWriter writer = new ResponseWriter(view, null, bytes);

    private void holds(String data) {
        assertTrue(bytes.takeBufferFor(data.length()));
        bytes.append(ByteBuffer.wrap(data.getBytes(StandardCharsets.US_ASCII)));
    }

    private String unsent() {
        final byte[] copy = new byte[bytes.sendEnd() - bytes.sendStart()];
        bytes.buffer().get(bytes.sendStart(), copy);
        return new String(copy, StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 15, 16, 255, 256, 1000})
    void makesAChunkAroundWhatIsToBeSent(int count) {
        final String data = "x".repeat(count);
        holds(data);
        writer.deliver(Delivery.KEPT_IN_CHUNKS);
        writer.wrap();
        final String sizeLine = Integer.toHexString(count) + "\r\n";
        assertEquals(sizeLine + data + "\r\n", unsent());
        assertEquals(sizeLine.length(), ResponseWriter.sizeLineBytes(count));
    }

    @Test
    void anEmptyChunkWouldBeTheLast() {
        writer.deliver(Delivery.KEPT_IN_CHUNKS);
        writer.wrap();
        assertEquals(0, bytes.sendEnd() - bytes.sendStart());
        assertEquals(0, ResponseWriter.sizeLineBytes(0));
    }

    @Test
    void whatHasALengthStaysAsItIs() {
        holds("data");
        writer.deliver(Delivery.KEPT);
        writer.wrap();
        writer.endChunks();
        assertEquals("data", unsent());
    }

    @Test
    void theLastChunkEndsTheBody() {
        assertTrue(bytes.takeBufferFor(1));
        writer.deliver(Delivery.LAST_IN_CHUNKS);
        writer.endChunks();
        assertEquals("0\r\n\r\n", unsent());
    }
}
