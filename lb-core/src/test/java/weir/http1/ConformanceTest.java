package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** What cases in the manner of the conformance suite found. */
class ConformanceTest {
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @ParameterizedTest // RFC 9110 §9.3.2
    @ValueSource(strings = {"Host: y", "X : y", "Content-Length: x"})
    void sendsNoBodyToARefusedHead(String line) {
        final ScriptedClient client = harness.client();
        client.sends("HEAD / HTTP/1.1\r\nHost: x\r\n" + line + "\r\n\r\n");
        client.expectsResponseToHead(400);
        client.expectsEnd();
    }

    /** More than the buffer takes in one read: what follows is not a response. */
    @Test
    void carriesWholeBuffersBehindTheSwitch() {
        final ScriptedClient client = harness.client();
        client.sends("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends(SWITCHING + body(200_000));
        client.expectsStatus(101);
        client.expectsBytes(body(200_000));
        client.expectsOpen();
    }

    /** Not idempotent, so nothing of it is kept when the switch comes. */
    @Test
    void upgradesAPostWithoutBody() {
        final ScriptedClient client = harness.client();
        client.sends("POST /chat HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\n\r\n");
        harness.backend().expectsRequest("POST /chat");
        harness.backend().sends(SWITCHING);
        client.expectsStatus(101);
        client.sends("ping");
        harness.backend().newest().expectsBytes("ping");
    }

    @ParameterizedTest // the client's FIN says that no more will come, not that the rest may be guessed
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "GET /c HTTP/1.1\r\nHost: x\r\n",
                "PUT /c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc",
                "PUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
            })
    void servesWhatIsWholeBeforeTheFin(String rest) {
        final ScriptedClient client = harness.client();
        client.sends(get("/a") + get("/b") + rest);
        client.ends();
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("one");
        client.expectsResponse(200, "one");
        harness.backend().expectsRequest("GET /b");
        harness.backend().answers("two");
        client.expectsResponse(200, "two");
        client.expectsEnd();
        harness.backend().newest().expectsNothing();
        assertEquals(0, harness.heldBuffers());
        assertEquals(0, harness.view().clients().count());
    }

    @Test // RFC 9110 §7.6.2
    void answersTraceThatHasNoHopLeft() {
        final ScriptedClient client = harness.client();
        client.sends("TRACE / HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\nCookie: secret\r\n\r\n");
        client.expectsFailure(501, "no_hop_left");
        client.sends("OPTIONS / HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n");
        client.expectsFailure(200, "no_hop_left");
        assertTrue(client.received().indexOf("secret") < 0);
    }
}
