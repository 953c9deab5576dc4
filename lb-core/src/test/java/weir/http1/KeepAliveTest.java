package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.GET_1_0;
import static weir.http1.Messages.HEAD;
import static weir.http1.Messages.POST;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.WireMessage;

class KeepAliveTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void relaysARequestAndItsResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        final WireMessage request = harness.backend().expectsRequest("GET /a");
        assertEquals("x", request.field("Host"));
        assertEquals("192.0.2.7", request.field("X-Forwarded-For"));
        harness.backend().answers("hello");
        final WireMessage response = client.expectsResponse(200, "hello");
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", response.field("Date"));
        client.expectsOpen();
        assertEquals(1, harness.count(Counter.SERVED));
        assertEquals(0, harness.heldBuffers(), "an idle connection holds no buffer");
    }

    @Test
    void usesTheUpstreamConnectionAgain() {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 5; i++) {
            client.sends(get("/" + i));
            harness.backend().expectsRequest("GET /" + i);
            harness.backend().answers("response " + i);
            client.expectsResponse(200, "response " + i);
        }
        harness.backend().expectsAttempts(1);
        assertEquals(4, harness.count(Counter.UPSTREAM_REUSES));
    }

    @Test
    void usesTheConnectionThatBecameIdleLastFirst() {
        final ScriptedClient one = harness.client();
        final ScriptedClient two = harness.client();
        one.sends(get("/1"));
        harness.backend().expectsRequest("GET /1");
        two.sends(get("/2"));
        harness.backend().expectsRequest("GET /2");
        final BackendConnection first = harness.backend().connections().get(0);
        final BackendConnection second = harness.backend().connections().get(1);
        second.answers("2");
        two.expectsResponse(200, "2");
        first.answers("1");
        one.expectsResponse(200, "1");
        two.sends(get("/3"));
        first.expectsRequest("GET /3");
        first.answers("3");
        two.expectsResponse(200, "3");
        second.expectsNothing();
    }

    @Test
    void keepsNoMoreIdleUpstreamConnectionsThanItMay() {
        harness.setup().upstreamIdleMax(1);
        final ScriptedClient one = harness.client();
        final ScriptedClient two = harness.client();
        one.sends(GET);
        two.sends(GET);
        harness.settle();
        harness.backend().connections().forEach(connection -> connection.answers("x"));
        one.expectsStatus(200);
        two.expectsStatus(200);
        assertEquals(1, harness.idleUpstreams());
    }

    @Test
    void forgetsAnIdleUpstreamConnectionThatTheBackendCloses() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().answers("x");
        client.expectsStatus(200);
        harness.backend().ends();
        harness.settle();
        assertEquals(0, harness.idleUpstreams());
        harness.backend().newest().expectsBytes(harness.backend().newest().unseen());
        assertTrue(harness.backend().newest().isClosed());
        client.sends(GET);
        harness.backend().expectsAttempts(2);
        harness.backend().answers("y");
        client.expectsResponse(200, "y");
    }

    @Test
    void forgetsAnIdleUpstreamConnectionThatSpeaksOutOfTurn() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().answers("x");
        client.expectsStatus(200);
        harness.backend().answers("stray");
        harness.settle();
        assertEquals(0, harness.idleUpstreams());
        client.sends(GET);
        harness.backend().expectsAttempts(2);
        harness.backend().answers("mine");
        client.expectsResponse(200, "mine");
    }

    @Test
    void closesAnIdleUpstreamConnectionAfterAWhile() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().answers("x");
        client.expectsStatus(200);
        harness.advanceMs(Setup.UPSTREAM_IDLE_MS - 100);
        assertEquals(1, harness.idleUpstreams());
        harness.advanceMs(200);
        assertEquals(0, harness.idleUpstreams());
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + POST + HEAD + get("/2"));
        harness.backend().expectsRequest("GET /1");
        harness.backend().newest().expectsNothing(); // one at a time
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("2");
        client.expectsResponse(200, "2");
        harness.backend().expectsRequest("HEAD /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        client.expectsResponseToHead(200);
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("4");
        client.expectsResponse(200, "4");
        assertEquals(4, harness.count(Counter.REQUESTS));
        assertEquals(4, harness.count(Counter.SERVED));
    }

    @Test
    void answersPipelinedRequestsThatFillMoreThanOneBuffer() {
        final ScriptedClient client = harness.client();
        final StringBuilder wire = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            wire.append(i % 3 == 0 ? post(body(200 + i)) : get("/" + i));
        }
        client.sends(wire.toString());
        for (int i = 0; i < 60; i++) {
            if (i % 3 == 0) {
                harness.backend().expectsRequest("POST /p", body(200 + i));
            } else {
                harness.backend().expectsRequest("GET /" + i);
            }
            harness.backend().answers("response " + i);
            client.expectsResponse(200, "response " + i);
        }
        client.expectsOpen();
        harness.backend().expectsAttempts(1);
    }

    /** Each is answered without waiting for anything, which is when a recursion would grow. */
    @Test
    void answersHundredsOfPipelinedRequestsWithoutAGrowingStack() {
        harness.setup().withoutPool();
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost:x\r\n\r\n".repeat(5_000));
        client.expectsOpen();
        assertEquals(5_000, client.received().split("404 no_route\n").length);
    }

    @Test
    void closesAfterMorePipelinedRequestsThanThereMayBe() {
        harness.setup().pipelinedMax(2);
        final ScriptedClient client = harness.client();
        client.sends(GET.repeat(5));
        for (int i = 0; i < 3; i++) {
            harness.backend().expectsRequest("GET /a");
            harness.backend().answers("" + i);
            client.expectsResponse(200, "" + i);
        }
        client.expectsEnd();
        harness.backend().newest().expectsNothing();
    }

    @Test
    void letsPipelinedRequestsBehindTheLastOneGo() {
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + get("/b"));
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("a");
        assertEquals("close", client.expectsResponse(200, "a").field("Connection"));
        client.expectsEnd();
        harness.backend().newest().expectsNothing();
    }

    /** Old servers wanted it there (RFC 9112 §2.2). A close before it would be a reset, and that eats the response. */
    @Test
    void readsAnEmptyLineBehindABodyThoughTheConnectionIsToBeClosed() {
        final ScriptedClient client = harness.client();
        client.sends("POST /a HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
        harness.backend().expectsRequest("POST /a", "hello");
        harness.backend().answers("a");
        client.expectsResponse(200, "a");
        client.expectsEnd();
        assertFalse(client.isClosed());
        client.sends("\r\n");
        harness.settle();
        assertEquals(0, client.unreadBytes());
        client.ends();
        harness.settle();
        assertTrue(client.isClosed());
    }

    @Test
    void closesAtOnceBehindTheLastRequestOfAClientThatSendsNothingMore() {
        final ScriptedClient client = harness.client();
        client.sends(GET_1_0);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("a");
        client.expectsResponse(200, "a");
        assertTrue(client.isClosed());
    }

    @Test
    void closesAfterTheLastRequestThatAConnectionMayCarry() {
        harness.setup().requestsMax(2);
        final ScriptedClient client = harness.client();
        client.sends(GET + GET + GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("1");
        assertEquals(null, client.expectsResponse(200, "1").field("Connection"));
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("2");
        assertEquals("close", client.expectsResponse(200, "2").field("Connection"));
        client.expectsEnd();
        assertEquals(2, harness.count(Counter.REQUESTS));
    }

    @Test
    void keepsAnHttp10ClientThatAsksForIt() {
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("1");
        assertEquals("keep-alive", client.expectsResponse(200, "1").field("Connection"));
        client.sends(GET_1_0);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("2");
        assertEquals("close", client.expectsResponse(200, "2").field("Connection"));
        client.expectsEnd();
    }

    @Test
    void doesNotReuseAnUpstreamThatSaysClose() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        final WireMessage response = client.expectsResponse(200, "x");
        assertNotEquals("close", response.field("Connection"), "the client's connection is another matter");
        client.expectsOpen();
        assertEquals(0, harness.idleUpstreams());
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void doesNotReuseAnHttp10UpstreamThatDoesNotOfferIt() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().sends("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx");
        client.expectsResponse(200, "x");
        assertEquals(0, harness.idleUpstreams());
    }

    @Test
    void doesNotReuseAnUpstreamWithBytesBehindTheResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend()
                .sends("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        client.expectsResponse(200, "x");
        client.expectsNothing();
        assertEquals(0, harness.idleUpstreams());
        client.sends(GET);
        harness.backend().expectsAttempts(2);
        harness.backend().answers("good");
        client.expectsResponse(200, "good");
    }

    @Test
    void answersWithoutARoute() {
        harness.setup().withoutPool();
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(404, "no_route");
        client.expectsOpen();
        assertEquals(1, harness.count(Counter.FAILED));
    }
}
