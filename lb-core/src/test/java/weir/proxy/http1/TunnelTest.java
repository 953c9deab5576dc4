package weir.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.proxy.http1.Messages.body;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

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
    }

    @Test
    void waitsForABufferWhenTheStockIsUsedUp() {
        harness.setup().stock(2);
        final ScriptedClient client = aTunnel();
        final var one = harness.loop().buffers().take();
        final var two = harness.loop().buffers().take();
        client.sends("ping");
        harness.backend().sends("pong");
        harness.settle();
        client.expectsNothing();
        harness.loop().buffers().give(one);
        harness.loop().buffers().give(two);
        harness.advanceMs(6);
        client.expectsBytes("pong");
        harness.backend().newest().expectsBytes("ping");
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
}
