package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST_HEAD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

class DrainTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private ScriptedClient servedClient() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().answers("x");
        client.expectsStatus(200);
        return client;
    }

    /** And is told that its connection ends with it. */
    private void getsTheLastResponse(ScriptedClient client, String body) {
        harness.backend().answers(body);
        assertEquals("close", client.expectsResponse(200, body).field("Connection"));
        client.expectsEnd();
    }

    @Test
    void answersOneMoreRequestOfAnIdleClientAndSaysClose() {
        final ScriptedClient client = servedClient();
        harness.drain();
        harness.advanceMs(Setup.DRAIN_IDLE_MS - 2);
        client.expectsOpen();
        client.sends(GET);
        getsTheLastResponse(client, "y");
    }

    @Test
    void endsIdleClientsThatSendNothingMore() {
        final ScriptedClient client = servedClient();
        harness.drain();
        harness.advanceMs(Setup.DRAIN_IDLE_MS + 2);
        client.expectsEnd();
        harness.advanceMs(Setup.LINGER_MS + 2);
        assertEquals(0, harness.port().clientCount());
    }

    /** What the loop has not seen yet when the time is up has still come before the close. */
    @Test
    void answersARequestThatComesJustBeforeTheClose() {
        final ScriptedClient client = servedClient();
        harness.drain();
        harness.loop().runBeforeSleep(() -> client.sends(GET)); // behind the sockets, before the timers
        harness.advanceMs(Setup.DRAIN_IDLE_MS + 2);
        getsTheLastResponse(client, "y");
    }

    @Test
    void answersARequestThatComesJustBeforeTheIdleTimeOut() {
        final ScriptedClient client = servedClient();
        harness.loop().runBeforeSleep(() -> client.sends(GET)); // behind the sockets, before the timers
        harness.advanceMs(Setup.CLIENT_IDLE_MS + 2);
        harness.backend().answers("y");
        client.expectsResponse(200, "y");
        client.expectsOpen();
    }

    @Test
    void waitsForTheNextRequestOfAClientThatWasPromisedOne() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        client.expectsPart();
        harness.drain();
        harness.backend().sends("cd");
        assertNull(client.expectsResponse(200, "abcd").field("Connection"));
        client.expectsOpen();
        client.sends(GET);
        getsTheLastResponse(client, "y");
    }

    @Test
    void answersAllPipelinedRequestsThatHaveCome() {
        final ScriptedClient client = harness.client();
        client.sends(GET + GET + GET);
        harness.settle();
        harness.drain();
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        harness.backend().answers("2");
        client.expectsResponse(200, "2");
        getsTheLastResponse(client, "3");
    }

    @Test
    void servesTheFirstRequestOfAClientThatHasJustCome() {
        final ScriptedClient fresh = harness.client();
        final ScriptedClient silent = harness.client();
        harness.drain();
        fresh.expectsOpen();
        fresh.sends(GET);
        getsTheLastResponse(fresh, "x");
        harness.advanceMs(502);
        silent.expectsEnd();
    }

    @Test
    void letsARunningExchangeFinishAndSaysClose() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD + "01234");
        harness.settle();
        harness.drain();
        client.expectsOpen();
        client.sends("56789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        getsTheLastResponse(client, "done");
    }

    @Test
    void servesARequestWhoseHeadHasBegun() {
        final ScriptedClient client = harness.client();
        client.sends(GET.substring(0, 5));
        harness.settle();
        harness.drain();
        client.expectsOpen();
        client.sends(GET.substring(5));
        harness.backend().expectsRequest("GET /a");
        getsTheLastResponse(client, "x");
        assertEquals(0, harness.count(Counter.FAILED));
    }

    @Test
    void saysCloseInItsOwnAnswersToo() {
        harness.setup().withoutPool();
        final ScriptedClient client = harness.client();
        client.sends(GET.substring(0, 5));
        harness.settle();
        harness.drain();
        client.sends(GET.substring(5));
        assertEquals("close", client.expectsStatus(404).field("Connection"));
        client.expectsEnd();
        assertFalse(client.isClosed());
    }
}
