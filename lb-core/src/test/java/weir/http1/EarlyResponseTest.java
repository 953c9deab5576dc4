package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.POST_HEAD;
import static weir.http1.Messages.body;
import static weir.http1.Messages.post;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** The backend answers while the request's body is still coming. */
class EarlyResponseTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private ScriptedClient aClientThatHasSentHalfABody() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD + "01234");
        harness.settle();
        return client;
    }

    @Test
    void passesItOnAndEndsTheConnection() {
        final ScriptedClient client = aClientThatHasSentHalfABody();
        harness.backend().answers(413, "too much");
        assertEquals("close", client.expectsResponse(413, "too much").field("Connection"));
        client.expectsEnd();
        assertTrue(harness.backend().newest().isClosed(), "half a request was sent on it");
        client.sends("56789");
        harness.settle();
        assertEquals(0, client.unreadBytes(), "read and forgotten, so that no reset eats the response");
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void letsTheBodyFlowOnWhileTheResponseFlows() {
        final ScriptedClient client = aClientThatHasSentHalfABody();
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde");
        client.expectsPart();
        client.sends("56789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().sends("fghij");
        assertEquals("close", client.expectsResponse(200, "abcdefghij").field("Connection"));
        client.expectsEnd();
    }

    @Test
    void givesUpOnAResponseThatStopsAfterTheBodyHasCome() {
        final ScriptedClient client = aClientThatHasSentHalfABody();
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde");
        client.expectsPart();
        client.sends("567");
        harness.settle();
        client.sends("89");
        harness.settle();
        harness.advanceMs(Setup.RESPONSE_BODY_MS + 2);
        client.expectsCutResponse();
        assertEquals(1, harness.view().ends().get(weir.model.ExchangeEnd.RESPONSE_STALLED));
    }

    @Test
    void givesUpOnABodyThatStopsThoughAResponseHasBegun() {
        final ScriptedClient client = aClientThatHasSentHalfABody();
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde");
        client.expectsPart();
        harness.advanceMs(Setup.RESPONSE_BODY_MS + 2);
        client.expectsCutResponse();
    }

    @Test
    void givesUpOnAClientThatSendsItsBodyAndDoesNotReadTheResponse() {
        final ScriptedClient client = aClientThatHasSentHalfABody();
        client.takesOnly(20);
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghij");
        harness.settle();
        client.sends("56789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.advanceMs(Setup.CLIENT_BODY_MS + 2);
        assertEquals(1, harness.view().ends().get(weir.model.ExchangeEnd.CLIENT_STALLED));
        assertTrue(client.isClosed());
    }

    @Test
    void readsTheResponseOfABackendThatTakesNoMoreOfTheBody() {
        final ScriptedClient client = harness.client();
        client.sends(post(body(3_000)).substring(0, 500));
        harness.settle();
        harness.backend().answers(413, "too much");
        harness.backend().resets(); // as when it closes with unread bytes
        client.sends(body(500));
        assertEquals("close", client.expectsResponse(413, "too much").field("Connection"));
        client.expectsEnd();
    }

    @Test
    void answers502WhenABackendBreaksTheBodyWithoutAWord() {
        final ScriptedClient client = harness.client();
        client.sends(post(body(3_000)).substring(0, 500));
        harness.settle();
        harness.backend().resets();
        client.sends(body(500));
        client.expectsFailure(502, "upstream_closed_without_response");
        client.expectsEnd();
    }
}
