package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.body;
import static weir.http1.Messages.chunked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.http.Fault;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.WireMessage;

class TunnelTest {
    private static final String UPGRADE =
            "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private static final String SWITCHING_TO_TCP = SWITCHING.replace("websocket", "tcp");

    private static final String EXEC = "{\"Detach\":false,\"Tty\":false}";
    private static final String EXPECTING = "POST /exec HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + "Expect: 100-continue\r\nContent-Length: " + EXEC.length() + "\r\n\r\n";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private static String upgradeWith(boolean isChunked, String body) {
        return "POST /exec HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + (isChunked
                        ? "Transfer-Encoding: chunked\r\n\r\n" + chunked(body, 10)
                        : "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private ScriptedClient aTunnel() {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE);
        final WireMessage request = harness.backend().expectsRequest("GET /chat");
        assertEquals("websocket", request.field("Upgrade"));
        assertEquals("upgrade", request.field("Connection"));
        harness.backend().sends(SWITCHING);
        assertEquals("websocket", client.expectsStatus(101).field("Upgrade"));
        return client;
    }

    @Test
    void carriesBytesBothWays() {
        final ScriptedClient client = aTunnel();
        assertEquals(0, harness.heldBuffers(), "a quiet tunnel holds no buffer");
        client.sends("ping");
        harness.backend().newest().expectsBytes("ping");
        harness.backend().sends("pong");
        client.expectsBytes("pong");
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void carriesBytesRightBehindTheRequestAndRightBehindTheSwitch() {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE + "early");
        harness.backend().expectsRequest("GET /chat");
        harness.backend().newest().expectsNothing();
        harness.backend().sends(SWITCHING + "hello");
        client.expectsStatus(101);
        client.expectsBytes("hello");
        harness.backend().newest().expectsBytes("early");
    }

    @Test
    void carriesTheSwitchWhereverItIsCut() {
        final String wire = SWITCHING + "hello";
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sends(UPGRADE);
            harness.backend().expectsRequest("GET /chat");
            harness.backend().newest().sendsSplitAt(cut, wire);
            client.expectsStatus(101);
            client.expectsBytes("hello");
            client.resets();
        }
    }

    @Test
    void carriesMuchThroughTinyWindowsBothWays() {
        final ScriptedClient client = aTunnel();
        final BackendConnection backend = harness.backend().newest();
        client.takesOnly(0);
        backend.takesOnly(0);
        client.sendsInPiecesOf(700, body(20_000));
        backend.sendsInPiecesOf(900, body(30_000));
        harness.settle();
        assertTrue(harness.heldBuffers() <= 2);
        assertFalse(client.isRead());
        assertFalse(backend.isRead());
        client.drainsInStepsOf(77);
        backend.drainsInStepsOf(55);
        client.takesAll();
        backend.takesAll();
        client.expectsBytes(body(30_000));
        backend.expectsBytes(body(20_000));
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void carriesTheClientsHalfClose() {
        final ScriptedClient client = aTunnel();
        client.sends("last words");
        client.ends();
        harness.backend().newest().expectsBytes("last words");
        harness.backend().newest().expectsEnd();
        assertFalse(harness.backend().newest().isClosed());
        harness.backend().sends("answer");
        client.expectsBytes("answer");
        client.expectsOpen();
        harness.backend().ends();
        client.expectsEnd();
        assertTrue(client.isClosed());
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void carriesTheBackendsHalfClose() {
        final ScriptedClient client = aTunnel();
        client.takesOnly(3);
        harness.backend().sends("last words");
        harness.settle();
        harness.backend().ends();
        harness.settle();
        assertFalse(client.isEnded(), "there is still something to be sent");
        client.takesAll();
        client.expectsBytes("last words");
        client.expectsEnd();
        client.sends("answer");
        harness.backend().newest().expectsBytes("answer");
        client.ends();
        harness.backend().newest().expectsEnd();
        assertTrue(client.isClosed());
    }

    @Test
    void carriesAHalfCloseThatCameRightBehindTheRequest() {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE + "all I have");
        client.ends();
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends(SWITCHING);
        client.expectsStatus(101);
        harness.backend().newest().expectsBytes("all I have");
        harness.backend().newest().expectsEnd();
        harness.backend().sends("thanks");
        harness.settle();
        harness.backend().ends();
        client.expectsBytes("thanks");
        client.expectsEnd();
    }

    @Test
    void resetsTheOtherSideWhenOneIsReset() {
        final ScriptedClient one = aTunnel();
        one.resets();
        harness.backend().newest().expectsReset();
        final ScriptedClient two = aTunnel();
        harness.backend().resets();
        two.expectsReset();
        assertEquals(0, harness.heldBuffers());
    }

    /** An end in good order would say that the client has sent all of it. */
    @Test
    void resetsTheBackendWhenTheClientIsEvicted() {
        harness.setup().stock(2).smallStock(0);
        final ScriptedClient slow = aTunnel();
        slow.takesOnly(0);
        harness.backend().sends("pong");
        harness.settle();
        final var evicted = harness.backend().newest();
        harness.advanceMs(BufferQueue.PATIENCE_NS / 1_000_000 + 10);
        final ScriptedClient other = harness.client();
        other.sends(UPGRADE);
        harness.settle();
        harness.backend().sends(SWITCHING);
        other.expectsStatus(101);
        slow.expectsReset();
        evicted.expectsReset();
    }

    /** The response waits for the request, which must not wait for those who wait for that response's buffer. */
    @Test
    void anEarlySwitchDoesNotWaitForWhoWaitsForItsBuffer() {
        harness.setup().stock(2).smallStock(0);
        final String wire = upgradeWith(false, EXEC);
        final ScriptedClient client = harness.client();
        client.sends(wire.substring(0, wire.length() - 5));
        harness.settle();
        harness.backend().sends(SWITCHING_TO_TCP);
        harness.settle();
        final ScriptedClient pipelining = harness.client();
        pipelining.sends("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
        harness.settle();
        client.sends(wire.substring(wire.length() - 5));
        client.expectsStatus(101);
        for (int i = 0; i < 2; i++) {
            harness.settle();
            harness.backend().newest().expectsRequest("GET /" + (i + 1));
            harness.backend().newest().answers("x");
            pipelining.expectsResponse(200, "x");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resetsTheBackendWhenTheClientIsResetWhileNothingIsReadFromIt(boolean isHalfClosed) {
        final ScriptedClient client = aTunnel();
        if (isHalfClosed) {
            client.ends();
        } else {
            harness.backend().newest().takesOnly(0);
            client.sendsInPiecesOf(700, body(20_000));
        }
        harness.settle();
        assertFalse(client.isRead());
        client.resets();
        harness.advanceMs(1_002);
        harness.backend().newest().expectsReset();
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void closesATunnelThatIsIdleForTooLong() {
        final ScriptedClient client = aTunnel();
        harness.advanceMs(Setup.TUNNEL_MS - 10);
        client.sends("x");
        harness.backend().newest().expectsBytes("x");
        harness.advanceMs(Setup.TUNNEL_MS - 10);
        harness.backend().sends("y");
        client.expectsBytes("y");
        harness.advanceMs(Setup.TUNNEL_MS - 10);
        client.expectsOpen();
        harness.advanceMs(20);
        client.expectsEnd();
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(0, harness.heldBuffers());
        client.sends("just then");
        harness.settle();
        assertFalse(client.isClosed(), "a reset would eat what it was sent last");
        assertEquals(0, client.unreadBytes());
        harness.advanceMs(Setup.LINGER_MS + 5);
        assertTrue(client.isClosed());
    }

    @Test
    void waitsForABufferWhenTheStockIsUsedUp() {
        harness.setup().stock(2);
        final ScriptedClient client = aTunnel();
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final var one = buffers.take(Side.REQUESTS);
        final var two = buffers.take(Side.RESPONSES);
        client.sends("ping");
        harness.backend().sends("pong");
        harness.settle();
        client.expectsNothing();
        buffers.give(Side.REQUESTS, one);
        buffers.give(Side.RESPONSES, two);
        client.expectsBytes("pong");
        harness.backend().newest().expectsBytes("ping");
    }

    /** As docker exec does. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carriesTheBodyOfTheRequestBeforeTheTunnelWhereverItIsCut(boolean isChunked) {
        final String wire = upgradeWith(isChunked, EXEC) + "early";
        for (int cut = wire.indexOf("\r\n\r\n"); cut <= wire.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sendsSplitAt(cut, wire);
            final WireMessage request = harness.backend().expectsRequest("POST /exec", EXEC);
            assertEquals("tcp", request.field("Upgrade"));
            assertEquals("upgrade", request.field("Connection"));
            harness.backend().newest().expectsNothing();
            harness.backend().sends(SWITCHING_TO_TCP + "hello");
            client.expectsStatus(101);
            client.expectsBytes("hello");
            harness.backend().newest().expectsBytes("early");
            client.resets();
        }
    }

    /** RFC 9110 §7.8: nobody changes the protocol within a message. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsForTheEndOfTheBodyWhenTheSwitchComesBeforeIt(boolean isChunked) {
        final String wire = upgradeWith(isChunked, EXEC) + "early";
        for (int cut = wire.indexOf("\r\n\r\n") + 4; cut < wire.length() - 5; cut++) {
            final ScriptedClient client = harness.client();
            client.sends(wire.substring(0, cut));
            harness.settle();
            harness.backend().sends(SWITCHING_TO_TCP + "hello");
            client.expectsNothing();
            client.sends(wire.substring(cut));
            client.expectsStatus(101);
            client.expectsBytes("hello");
            harness.backend().expectsRequest("POST /exec", EXEC);
            harness.backend().newest().expectsBytes("early");
            harness.backend().sends("more");
            client.expectsBytes("more");
            client.resets();
        }
    }

    @Test
    void waitsForABackendThatSwitchesAndDoesNotTakeTheBody() {
        harness.backend().newConnectionsTakeOnly(150);
        final String body = body(20_000);
        final ScriptedClient client = harness.client();
        client.sendsInPiecesOf(700, upgradeWith(false, body));
        client.sends("early");
        harness.settle();
        final BackendConnection upstream = harness.backend().newest();
        upstream.sends(SWITCHING_TO_TCP + body(5_000));
        client.expectsNothing();
        upstream.drainsInStepsOf(99);
        upstream.takesAll();
        upstream.expectsRequest("POST /exec", body);
        client.expectsStatus(101);
        client.expectsBytes(body(5_000));
        upstream.expectsBytes("early");
    }

    /** Who has sent bytes that would be the tunnel's has pipelined a request, if there is none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnWithHttpBehindABodyWhenTheBackendDoesNotSwitch(boolean isChunked) {
        final ScriptedClient client = harness.client();
        client.sends(upgradeWith(isChunked, EXEC) + Messages.get("/next"));
        harness.backend().expectsRequest("POST /exec", EXEC);
        harness.backend().newest().expectsNothing();
        harness.backend().answers("no");
        client.expectsResponse(200, "no");
        harness.backend().expectsRequest("GET /next");
        harness.backend().answers("next");
        client.expectsResponse(200, "next");
    }

    @Test
    void passesOnTheContinueBeforeTheSwitch() {
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.settle();
        harness.backend().sends("HTTP/1.1 100 Continue\r\n\r\n");
        client.expectsStatus(100);
        client.sends(EXEC);
        harness.backend().expectsRequest("POST /exec", EXEC);
        harness.backend().sends(SWITCHING_TO_TCP);
        client.expectsStatus(101);
    }

    /** It must not (RFC 9110 §7.8); then it is the client's turn even so, and not forever. */
    @Test
    void doesNotWaitForEverForABodyAfterASwitchWithoutContinue() {
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.settle();
        harness.backend().sends(SWITCHING_TO_TCP);
        client.expectsNothing();
        harness.advanceMs(Setup.CLIENT_BODY_MS + 5);
        client.expectsFailure(408, "body_timeout");
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void refusesABadChunkThatFollowsAnEarlySwitch() {
        final ScriptedClient client = harness.client();
        client.sends(upgradeWith(true, EXEC).replaceFirst("0\r\n\r\n$", ""));
        harness.settle();
        harness.backend().sends(SWITCHING_TO_TCP);
        client.expectsNothing();
        client.sends("x\r\n");
        client.expectsFailure(400, "bad_chunk");
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void failsWhenABackendThatHasSwitchedEarlyIsGone() {
        final ScriptedClient client = harness.client();
        final String wire = upgradeWith(false, EXEC);
        client.sends(wire.substring(0, wire.length() - 5));
        harness.settle();
        harness.backend().sends(SWITCHING_TO_TCP);
        harness.settle();
        harness.backend().resets();
        client.sends(wire.substring(wire.length() - 5));
        client.expectsFailure(502, "upstream_response_head_cut");
    }

    @Test
    void closesTheUpstreamWhenTheClientIsGoneAfterAnEarlySwitch() {
        final ScriptedClient client = harness.client();
        final String wire = upgradeWith(false, EXEC);
        client.sends(wire.substring(0, wire.length() - 5));
        harness.settle();
        harness.backend().sends(SWITCHING_TO_TCP);
        harness.settle();
        client.ends();
        harness.settle();
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(1, harness.count(Counter.FAILED));
    }

    @Test
    void goesOnWithHttpWhenTheBackendDoesNotSwitch() {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE);
        harness.backend().expectsRequest("GET /chat");
        harness.backend().answers("no");
        client.expectsResponse(200, "no");
        client.expectsOpen();
        assertEquals(1, harness.idleUpstreams());
    }

    /** RFC 9110 §7.8: whoever is between would take the bytes for something else than the backend does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c\r\n",
                "",
                "Upgrade: \r\n",
                "Upgrade: ,\r\n",
                "Upgrade: websocket/13\r\n",
                "Upgrade: web\r\n",
                "Upgrade: websocket, h2c\r\n",
                "Upgrade: websocket\r\nUpgrade: h2c\r\n",
                "Upgrade: websocket\r\nUpgrade: websocket\r\n"
            })
    void refusesASwitchToWhatWasNotAskedFor(String line) {
        expectsRefusalOf("HTTP/1.1 101 S\r\nConnection: Upgrade\r\n" + line);
    }

    private void expectsRefusalOf(String head) {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE);
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends(head + "\r\nhidden");
        client.expectsFailure(502, "upstream_response_malformed");
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(1, harness.view().faults().get(Fault.UNEXPECTED_UPGRADE));
    }

    /** Without that it is nobody's word about this connection (RFC 9110 §7.6.1, §7.8), and HTTP/1.0 has none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 S\r\n",
                "HTTP/1.1 101 S\r\nConnection: keep-alive\r\n",
                "HTTP/1.1 101 S\r\nConnection: websocket\r\n",
                "HTTP/1.1 101 S\r\nConnection:\r\n",
                "HTTP/1.0 101 S\r\nConnection: upgrade\r\n"
            })
    void refusesASwitchThatIsNotSaidToBeForThisHop(String head) {
        expectsRefusalOf(head + "Upgrade: websocket\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WebSocket", "SPDY/3.1", "spdy/3.1", "tcp,", "tcp, websocket"})
    void switchesToWhateverOfItWasAskedForInAnyCase(String protocol) {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE.replace("websocket", "tcp,, websocket ,\tSPDY/3.1"));
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends(SWITCHING.replace("websocket", protocol) + "hello");
        assertEquals(protocol, client.expectsStatus(101).field("Upgrade"));
        client.expectsBytes("hello");
    }

    /** The version counts. */
    @ParameterizedTest
    @ValueSource(strings = {"SPDY", "SPDY/2"})
    void refusesASwitchToAnotherVersion(String protocol) {
        final ScriptedClient client = harness.client();
        client.sends(UPGRADE.replace("websocket", "SPDY/3.1"));
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends(SWITCHING.replace("websocket", protocol));
        client.expectsFailure(502, "upstream_response_malformed");
        assertTrue(harness.backend().newest().isClosed());
    }

    /** It is known at once, and the client need not send the rest of its body. */
    @Test
    void refusesAnEarlySwitchToWhatWasNotAskedFor() {
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.settle();
        harness.backend().sends(SWITCHING);
        client.expectsFailure(502, "upstream_response_malformed");
        assertTrue(harness.backend().newest().isClosed());
    }
}
