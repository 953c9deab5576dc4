package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST_HEAD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Bugs of ours: what belongs to the exchange is released all the same. */
class FaultTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void resetsTheClientWhoseHandlerFailed() {
        final ScriptedClient client = harness.client();
        final ScriptedClient other = harness.client();
        client.sends(POST_HEAD + "01234");
        harness.settle();
        client.failsNextRead();
        client.sends("56");
        client.expectsReset();
        assertTrue(harness.backend().newest().isClosed());
        harness.expectsFaults(1);
        other.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("the loop lives");
        other.expectsResponse(200, "the loop lives");
    }

    @Test
    void endsTheExchangeWhoseUpstreamHandlerFailed() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().newest().failsNextRead();
        harness.backend().answers("never read");
        client.expectsFailure(500, "internal_error");
        client.expectsOpen();
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(0, harness.heldBuffers());
        harness.expectsFaults(1);
    }

    @Test
    void aFaultInATunnelCutsItWithoutAWord() {
        final ScriptedClient client = harness.client();
        client.sends("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends("HTTP/1.1 101 Fine\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        client.expectsStatus(101);
        harness.backend().newest().failsNextRead();
        harness.backend().sends("never read");
        client.expectsReset();
        client.expectsNothing();
        assertTrue(harness.backend().newest().isClosed());
        harness.expectsFaults(1);
    }

    @Test
    void aFaultWithinAResponseCutsIt() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        harness.settle();
        harness.backend().newest().failsNextRead();
        harness.backend().sends("never read");
        harness.settle();
        client.expectsCutResponse();
        harness.expectsFaults(1);
    }
}
