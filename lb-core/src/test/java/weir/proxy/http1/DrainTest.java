package weir.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.proxy.http1.Messages.GET;
import static weir.proxy.http1.Messages.POST_HEAD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

class DrainTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void drain() {
        assertTrue(harness.port().drain());
        harness.settle();
    }

    @Test
    void endsIdleClientsAtOnce() {
        final ScriptedClient used = harness.client();
        used.sends(GET);
        harness.backend().answers("x");
        used.expectsStatus(200);
        drain();
        used.expectsEnd();
        harness.advanceMs(Setup.LINGER_MS + 2);
        assertEquals(0, harness.port().clientCount());
    }

    @Test
    void servesTheFirstRequestOfAClientThatHasJustCome() {
        final ScriptedClient fresh = harness.client();
        final ScriptedClient silent = harness.client();
        drain();
        fresh.expectsOpen();
        fresh.sends(GET);
        harness.backend().answers("x");
        assertEquals("close", fresh.expectsResponse(200, "x").field("Connection"));
        fresh.expectsEnd();
        harness.advanceMs(502);
        silent.expectsEnd();
    }

    @Test
    void letsARunningExchangeFinishAndSaysClose() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD + "01234");
        harness.settle();
        drain();
        client.expectsOpen();
        client.sends("56789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("done");
        assertEquals("close", client.expectsResponse(200, "done").field("Connection"));
        client.expectsEnd();
    }

    @Test
    void letsAResponseThatHasBegunFinish() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        client.expectsPart();
        drain();
        client.expectsOpen();
        harness.backend().sends("cd");
        client.expectsResponse(200, "abcd");
        client.expectsEnd();
    }

    @Test
    void servesARequestWhoseHeadHasBegun() {
        final ScriptedClient client = harness.client();
        client.sends(GET.substring(0, 5));
        harness.settle();
        drain();
        client.expectsOpen();
        client.sends(GET.substring(5));
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        assertEquals("close", client.expectsResponse(200, "x").field("Connection"));
        client.expectsEnd();
        assertEquals(0, harness.count(Counter.FAILED));
    }

    @Test
    void saysCloseInItsOwnAnswersToo() {
        harness.setup().withoutPool();
        final ScriptedClient client = harness.client();
        client.sends(GET.substring(0, 5));
        harness.settle();
        drain();
        client.sends(GET.substring(5));
        assertEquals("close", client.expectsStatus(404).field("Connection"));
        client.expectsEnd();
        assertFalse(client.isClosed());
    }
}
