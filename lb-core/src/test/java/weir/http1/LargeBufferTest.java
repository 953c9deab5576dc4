package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.body;
import static weir.http1.Messages.chunked;
import static weir.http1.Messages.post;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.relay.RelayBuffer;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Bodies that flow get large buffers, as long as there are any. */
class LargeBufferTest {
    private static final int LONG = 3 * RelayBuffer.LARGE_BUFFER_BYTES;
    /** More than a buffer of the first size, less than a large one. */
    private static final int TAKEN = 10_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** A client that takes {@link #TAKEN} bytes of a long response and then no more for now. */
    private ScriptedClient stalled() {
        final ScriptedClient client = harness.client();
        client.takesOnly(TAKEN);
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().newest().sends(BackendConnection.response(200, body(LONG)));
        harness.settle();
        return client;
    }

    @Test
    void aBodyThatFillsABufferGoesOnInALargeOne() {
        final ScriptedClient client = stalled();
        assertEquals(1, harness.heldLargeBuffers());
        final int readBytes = LONG - harness.backend().newest().unreadBytes();
        assertTrue(readBytes > RelayBuffer.LARGE_BUFFER_BYTES - RelayBuffer.FRONT, "read at once: " + readBytes);
        client.takesAll();
        client.expectsResponse(200, body(LONG));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void soDoesAnUpload() {
        final ScriptedClient client = harness.client();
        client.sends(post(body(LONG)).substring(0, 100));
        harness.settle();
        harness.backend().newest().takesOnly(TAKEN);
        client.sends(post(body(LONG)).substring(100));
        harness.settle();
        assertEquals(1, harness.heldLargeBuffers());
        harness.backend().newest().takesAll();
        harness.backend().expectsRequest("POST /p", body(LONG));
        harness.backend().answers("all there");
        client.expectsResponse(200, "all there");
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void chunksMayBeLargerThanABufferAndSmaller() {
        for (int chunkBytes : new int[] {10, 3_000, LONG}) {
            final ScriptedClient client = harness.client();
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend()
                    .newest()
                    .sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body(LONG), chunkBytes));
            client.expectsResponse(200, body(LONG));
        }
    }

    @Test
    void aBodyThatOnlyTheEndOfItsConnectionEndsIsPutIntoChunksOfThatSize() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().newest().sends("HTTP/1.1 200 OK\r\n\r\n" + body(LONG));
        harness.backend().newest().ends();
        client.expectsResponse(200, body(LONG));
        client.expectsOpen();
    }

    @Test
    void whoFindsNoneLeftGoesOnWithTheFirstSize() {
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < LoopHarness.LARGE_STOCK + 2; i++) {
            clients.add(stalled());
        }
        assertEquals(LoopHarness.LARGE_STOCK, harness.heldLargeBuffers());
        for (ScriptedClient client : clients) {
            client.takesAll();
            client.expectsResponse(200, body(LONG));
        }
        assertEquals(0, harness.heldBuffers());
    }

    /** Else a stranger's large body would decide what a client's small one costs. */
    @Test
    void theNextMessageBeginsWithTheFirstSize() {
        final ScriptedClient client = stalled();
        client.takesAll();
        client.expectsResponse(200, body(LONG));
        client.takesOnly(0);
        client.sends(GET);
        harness.backend().answers("small");
        harness.settle();
        assertTrue(harness.heldBuffers() > 0);
        assertEquals(0, harness.heldLargeBuffers());
        client.takesAll();
        client.expectsResponse(200, "small");
    }
}
