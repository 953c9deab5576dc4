package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

class BackPressureTest {
    private static final int LONG = 100_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void stopsReadingTheUpstreamWhileTheClientDoesNotRead() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(100);
        harness.backend().newest().sendsInPiecesOf(500, BackendConnection.response(200, body(LONG)));
        harness.settle();
        assertFalse(harness.backend().newest().isRead());
        assertTrue(harness.backend().newest().unreadBytes() > LONG - 3_000, "no more than a buffer was read");
        assertTrue(harness.heldBuffers() <= 2, "one buffer per side");
        client.takesAll();
        client.expectsResponse(200, body(LONG));
        client.expectsOpen();
        assertEquals(1, harness.idleUpstreams());
    }

    @Test
    void stopsReadingTheClientWhileTheUpstreamDoesNotRead() {
        final ScriptedClient client = harness.client();
        client.sends(post(body(LONG)).substring(0, 200));
        harness.settle();
        harness.backend().newest().takesOnly(100);
        for (int at = 200; at < post(body(LONG)).length(); at += 500) {
            client.sends(post(body(LONG))
                    .substring(at, Math.min(at + 500, post(body(LONG)).length())));
        }
        harness.settle();
        assertFalse(client.isRead());
        assertTrue(client.unreadBytes() > LONG - 3_000, "no more than a buffer was read");
        assertEquals(1, harness.heldBuffers());
        harness.backend().newest().takesAll();
        harness.backend().expectsRequest("POST /p", body(LONG));
        harness.backend().answers("all there");
        client.expectsResponse(200, "all there");
    }

    @Test
    void stopsReadingPipelinedRequestsWhenTheBufferIsFull() {
        final ScriptedClient client = harness.client();
        final int count = 200;
        for (int i = 0; i < count; i++) {
            client.sends(get("/" + i));
        }
        harness.settle();
        assertFalse(client.isRead());
        assertEquals(1, harness.heldBuffers());
        for (int i = 0; i < count; i++) {
            harness.backend().expectsRequest("GET /" + i);
            harness.backend().answers("" + i);
            client.expectsResponse(200, "" + i);
        }
        client.expectsOpen();
    }

    @Test
    void holdsNoBufferWhileAnEventStreamIsQuiet() {
        final ScriptedClient client = harness.client();
        client.sends(post("subscribe"));
        harness.backend().expectsRequest("POST /p", "subscribe");
        harness.backend().sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nevent\r\n");
        client.expectsPart();
        assertEquals(0, harness.heldBuffers());
        harness.backend().sends("5\r\nagain\r\n0\r\n\r\n");
        client.expectsResponse(200, "eventagain");
    }

    @Test
    void holdsNoBufferWhileAPostIsAnswered() {
        final ScriptedClient client = harness.client();
        client.sends(post("x"));
        harness.backend().expectsRequest("POST /p", "x");
        assertEquals(0, harness.heldBuffers());
        harness.backend().answers("y");
        client.expectsResponse(200, "y");
    }

    /** More clients than buffers: those who find none wait, and each is served in the end. */
    @Test
    void pausesAndResumesWhenTheStockOfBuffersIsUsedUp() {
        harness.setup().stock(4).smallStock(0);
        harness.backend().newConnectionsTakeOnly(0);
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            final ScriptedClient client = harness.client();
            client.sendsInPiecesOf(700, post(body(1_500 + i)));
            clients.add(client);
        }
        harness.settle();
        assertEquals(2, harness.heldBuffers(), "requests leave half of the stock to responses");
        int answered = 0;
        for (int round = 0; round < 100 && answered < 20; round++) {
            harness.settle();
            harness.backend().connections().forEach(BackendConnection::takesAll);
            answered += harness.backend()
                    .answersAll(request -> "got " + request.body().length());
            assertTrue(harness.heldBuffers() <= 4);
        }
        for (int i = 0; i < 20; i++) {
            clients.get(i).expectsResponse(200, "got " + (1_500 + i));
        }
        assertTrue(harness.count(Counter.BUFFER_WAITS) >= 18);
        assertEquals(0, harness.count(Counter.FAILED));
    }

    @Test
    void leavesBuffersForResponsesWhenRequestsWouldTakeAll() {
        harness.setup().stock(4).smallStock(0);
        harness.backend().newConnectionsTakeOnly(0);
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            final ScriptedClient client = harness.client();
            client.sends(get("/" + i));
            clients.add(client);
        }
        harness.settle();
        assertEquals(2, harness.heldBuffers(), "requests that are not with their backend");
        for (int round = 0; round < 10; round++) {
            harness.backend().connections().forEach(BackendConnection::takesAll);
            harness.backend().answersAll(request -> "ok");
        }
        for (ScriptedClient client : clients) {
            client.expectsResponse(200, "ok");
        }
    }

    @Test
    void readsAResponseLaterWhenThereIsNoBufferForIt() {
        harness.setup().stock(4).smallStock(0);
        final ScriptedClient stalled = harness.client();
        final ScriptedClient other = harness.client();
        stalled.sends(post("1"));
        harness.backend().expectsRequest("POST /p", "1");
        final BackendConnection first = harness.backend().newest();
        other.sends(post("2"));
        harness.backend().expectsRequest("POST /p", "2");
        final BackendConnection second = harness.backend().newest();
        final ScriptedClient third = harness.client();
        third.sends(post("3"));
        harness.backend().expectsRequest("POST /p", "3");
        final BackendConnection last = harness.backend().newest();
        stalled.takesOnly(10);
        other.takesOnly(10);
        first.answers("1");
        second.answers("2");
        harness.settle();
        assertEquals(2, harness.heldBuffers());
        last.answers("3");
        third.expectsNothing();
        assertFalse(last.isRead());
        stalled.takesAll();
        other.takesAll();
        third.expectsResponse(200, "3");
        stalled.expectsResponse(200, "1");
        other.expectsResponse(200, "2");
        assertTrue(harness.count(Counter.BUFFER_WAITS) > 0);
    }

    @Test
    void blamesTheUpstreamThatTakesNoMoreOfABody() {
        final ScriptedClient client = harness.client();
        client.sends(post(body(LONG)).substring(0, 200));
        harness.settle();
        harness.backend().newest().takesOnly(0);
        harness.advanceMs(Setup.CLIENT_BODY_MS - 500);
        client.sends(body(5_000));
        harness.settle();
        harness.advanceMs(600);
        client.expectsNothing(); // it has sent what it was let
        harness.advanceMs(Setup.RESPONSE_MS);
        client.expectsFailure(504, "upstream_response_timeout");
    }

    @Test
    void closesAClientThatTakesNoByteOfAResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(60);
        harness.backend().newest().sendsInPiecesOf(500, BackendConnection.response(200, body(LONG)));
        harness.settle();
        harness.advanceMs(Setup.CLIENT_BODY_MS - 5);
        assertFalse(client.isClosed());
        client.takesOnly(1);
        harness.settle();
        harness.advanceMs(Setup.CLIENT_BODY_MS - 5);
        assertFalse(client.isClosed(), "it has taken a byte");
        harness.advanceMs(10);
        assertTrue(client.isClosed());
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(1, harness.view().ends().get(weir.model.ExchangeEnd.CLIENT_STALLED));
    }
}
