package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST_HEAD;
import static weir.http1.Messages.body;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Value;
import weir.model.AdminState;
import weir.model.ExchangeEnd;
import weir.model.Health;
import weir.snapshot.BackendState;
import weir.snapshot.Permits;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.WireMessage;

/** Backends that may have so many exchanges in flight, and the line of those that wait for one. */
class QueueTest {
    /** After it a FIN is the client's end, not a half-close. */
    private static final int PAST_HALF_CLOSE_MS = 150;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private Permits permits() {
        return harness.snapshot().pool(0).permits();
    }

    /** Each has sent its request; the first ones fill the backends. */
    private List<ScriptedClient> clients(int count) {
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(harness.client());
            clients.get(i).sends(get(i));
            harness.settle();
        }
        return clients;
    }

    private static String get(int number) {
        return "GET /" + number + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void letsTheNextOneInWhenOneIsServed() {
        harness.setup().connectionsMax(2);
        final List<ScriptedClient> clients = clients(4);
        harness.backend().expectsAttempts(2);
        assertEquals(2, permits().waiting());
        assertEquals(2, permits().inFlight(0));
        for (int i = 0; i < 4; i++) {
            final BackendConnection next = harness.backend().connections().get(i % 2);
            next.expectsRequest("GET /" + i);
            next.answers("r" + i);
            clients.get(i).expectsResponse(200, "r" + i);
        }
        harness.backend().expectsAttempts(2);
        assertEquals(2, harness.count(Counter.QUEUED));
        assertEquals(0, permits().waiting());
    }

    @Test
    void movesTheFirstToWhicheverBackendIsFreeFirst() {
        harness.setup().backends(2).connectionsMax(1);
        final List<ScriptedClient> clients = clients(4);
        harness.backend(1).answers("b");
        clients.get(1).expectsStatus(200);
        harness.backend(1).expectsRequest("GET /1"); // that was the one answered
        harness.backend(1).expectsRequest("GET /2");
        harness.backend(0).answers("a");
        harness.backend(0).expectsRequest("GET /0");
        harness.backend(0).expectsRequest("GET /3");
        harness.backend(0).answers("a");
        harness.backend(1).answers("b");
        clients.get(2).expectsResponse(200, "b");
        clients.get(3).expectsResponse(200, "a");
    }

    @Test
    void aNewRequestDoesNotOvertakeThoseThatWait() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(2);
        final ScriptedClient late = harness.client();
        harness.backend().expectsRequest("GET /0");
        harness.backend().answers("zero"); // in the same turn as the late request
        late.sends(get(2));
        clients.get(0).expectsStatus(200);
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("one");
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("two");
        late.expectsResponse(200, "two");
    }

    @Test
    void answers503WithRetryAfterWhenNobodyHadRoomInTime() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(2);
        harness.advanceMs(Setup.QUEUE_MS - 5);
        clients.get(1).expectsNothing();
        harness.advanceMs(10);
        final WireMessage answer = clients.get(1).expectsStatus(503);
        assertEquals("503 queue_timeout\n", answer.body());
        assertEquals("1", answer.field("Retry-After"));
        assertNull(answer.field("Connection"), "the connection is as good as before");
        assertEquals(1, harness.view().ends().get(ExchangeEnd.QUEUE_TIMEOUT));
        assertEquals(0, permits().waiting());
        harness.backend().answers("x");
        clients.get(0).expectsStatus(200);
        clients.get(1).sends(get(5));
        harness.settle();
        harness.backend().expectsRequest("GET /0");
        harness.backend().expectsRequest("GET /5");
        harness.backend().answers("five");
        clients.get(1).expectsResponse(200, "five");
    }

    @Test
    void answers503AtOnceWhenTheLineIsFull() {
        harness.setup().connectionsMax(1).queue(2, 2_500);
        final List<ScriptedClient> clients = clients(4);
        final WireMessage answer = clients.get(3).expectsStatus(503);
        assertEquals("503 queue_full\n", answer.body());
        assertEquals("3", answer.field("Retry-After"));
        assertEquals(2, permits().waiting());
    }

    @Test
    void aLineOfLengthZeroRefusesAtOnce() {
        harness.setup().connectionsMax(1).queue(0, 1_000);
        clients(2).get(1).expectsFailure(503, "queue_full");
    }

    @Test
    void givesUpThePlaceOfAClientThatGoesAway() {
        harness.setup().connectionsMax(1).queue(2, 60_000);
        final List<ScriptedClient> clients = clients(3);
        clients.get(1).resets();
        harness.settle();
        assertEquals(1, permits().waiting());
        assertEquals(1, harness.count(Counter.QUEUE_ABANDONED));
        harness.advanceMs(PAST_HALF_CLOSE_MS);
        clients.get(2).ends();
        harness.settle();
        assertEquals(0, permits().waiting());
        assertEquals(2, harness.count(Counter.QUEUE_ABANDONED));
        assertEquals(2, harness.view().ends().get(ExchangeEnd.CLIENT_GONE));
        harness.backend().answers("x");
        clients.get(0).expectsStatus(200);
        harness.backend().expectsAttempts(1);
    }

    @Test
    void noticesTheEndOfAClientThatHasSentMoreMeanwhile() {
        harness.setup().connectionsMax(1).queue(2, 60_000);
        final List<ScriptedClient> clients = clients(2);
        clients.get(1).sends(get(7)); // pipelined: read, up to a buffer, and kept
        harness.settle();
        harness.advanceMs(PAST_HALF_CLOSE_MS);
        assertEquals(1, permits().waiting());
        clients.get(1).ends();
        harness.settle();
        assertEquals(0, permits().waiting());
    }

    @Test
    void servesAHalfClosedClientThatWaits() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(1);
        final ScriptedClient half = harness.client();
        half.sends(get(1));
        half.ends();
        harness.settle();
        assertEquals(1, permits().waiting());
        harness.backend().answers("zero");
        clients.get(0).expectsStatus(200);
        harness.backend().expectsRequest("GET /0");
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("one");
        half.expectsResponse(200, "one");
    }

    @Test
    void keepsABodyThatComesWhileItWaits() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(1);
        final ScriptedClient poster = harness.client();
        final String body = body(5_000);
        poster.sends("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + body.substring(0, 10));
        harness.settle();
        poster.sends(body.substring(10));
        harness.settle();
        assertTrue(poster.unreadBytes() > 3_000, "no more is read than a buffer holds");
        harness.backend().answers("zero");
        clients.get(0).expectsStatus(200);
        harness.backend().expectsRequest("GET /0");
        harness.backend().expectsRequest("POST /p", body);
        harness.backend().answers("done");
        poster.expectsResponse(200, "done");
    }

    @Test
    void aClientMayTakeItsTimeWithTheBodyOnceItHasRoom() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(1);
        final ScriptedClient poster = harness.client();
        poster.sends(POST_HEAD);
        harness.settle();
        harness.advanceMs(Setup.QUEUE_MS / 2);
        harness.backend().answers("zero");
        clients.get(0).expectsStatus(200);
        harness.advanceMs(Setup.QUEUE_MS);
        poster.expectsNothing();
        poster.sends("0123456789");
        harness.backend().expectsRequest("GET /0");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("done");
        poster.expectsResponse(200, "done");
    }

    @Test
    void aBodyThatIsRefusedWhileItWaitsEndsTheWait() {
        harness.setup().connectionsMax(1).bodyBytesMax(100);
        clients(1);
        final ScriptedClient poster = harness.client();
        poster.sends("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        harness.settle();
        assertEquals(1, permits().waiting());
        poster.sends("zz\r\n");
        poster.expectsStatus(400);
        assertEquals(0, permits().waiting());
    }

    @Test
    void pipelinedRequestsWaitOneAfterTheOther() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(1);
        final ScriptedClient pipelining = harness.client();
        pipelining.sends(get(1) + get(2) + get(3));
        harness.settle();
        assertEquals(1, permits().waiting());
        harness.backend().expectsRequest("GET /0");
        harness.backend().answers("zero");
        clients.get(0).expectsStatus(200);
        for (int i = 1; i <= 3; i++) {
            harness.backend().expectsRequest("GET /" + i);
            harness.backend().answers("r" + i);
            pipelining.expectsResponse(200, "r" + i);
        }
    }

    @Test
    void aTunnelHoldsItsPermitToTheEnd() {
        harness.setup().connectionsMax(1).queue(5, 600_000);
        final ScriptedClient tunnel = harness.client();
        tunnel.sends("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
        harness.backend().expectsRequest("GET /chat");
        harness.backend().sends("HTTP/1.1 101 Fine\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
        harness.settle();
        final ScriptedClient other = harness.client();
        other.sends(GET);
        harness.advanceMs(5_000);
        assertEquals(1, permits().waiting());
        assertEquals(1, permits().inFlight(0));
        tunnel.resets();
        harness.backend().expectsAttempts(2);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        other.expectsStatus(200);
    }

    @Test
    void aRetryThatFindsAllFullComesFirst() {
        harness.setup().backends(2).connectionsMax(1);
        harness.backend(1).door(Door.SILENT);
        final List<ScriptedClient> clients = clients(4);
        harness.backend(1).door(Door.OPEN);
        harness.backend(1).newest().refuses(); // so the second client must go to the other backend, which is full
        harness.settle();
        harness.backend(1).expectsRequest("GET /2"); // there is room for the one who may go there
        harness.backend(0).expectsRequest("GET /0");
        harness.backend(0).answers("zero");
        clients.get(0).expectsStatus(200);
        harness.backend(0).expectsRequest("GET /1");
        assertEquals(1, permits().waiting());
    }

    @Test
    void aRetryThatMustWaitIsServedBeforeOthers() {
        harness.setup().backends(2).connectionsMax(1);
        harness.backend(1).door(Door.SILENT);
        final List<ScriptedClient> clients = clients(3);
        harness.backend(1).door(Door.REFUSES);
        harness.backend(1).newest().refuses();
        harness.settle();
        assertEquals(2, permits().waiting()); // the third was refused there as well
        harness.backend(0).expectsRequest("GET /0");
        harness.backend(0).answers("zero");
        clients.get(0).expectsStatus(200);
        final String second = harness.backend(0).newest().unseen();
        assertTrue(second.startsWith("GET /1 ") || second.startsWith("GET /2 "), second);
        harness.backend(0).newest().answersAnything("x");
        harness.backend(0).newest().answersAnything("y");
        clients.get(1).expectsStatus(200);
        clients.get(2).expectsStatus(200);
    }

    @Test
    void aRetryEndsAsItFailedWhenTheLineIsFull() {
        harness.setup().backends(2).connectionsMax(1).queue(0, 1_000);
        harness.backend(1).door(Door.SILENT);
        final List<ScriptedClient> clients = clients(2);
        harness.backend(1).newest().refuses();
        clients.get(1).expectsFailure(502, "upstream_connect_refused");
    }

    @Test
    void aStaleConnectionCostsNoPlace() {
        harness.setup().connectionsMax(1);
        final ScriptedClient client = harness.client();
        client.sends(get(0));
        harness.backend().expectsRequest("GET /0");
        harness.backend().answers("x");
        client.expectsStatus(200);
        client.sends(get(1));
        final ScriptedClient other = harness.client();
        other.sends(get(2));
        harness.turn();
        harness.backend().connections().get(0).ends();
        harness.backend().expectsAttempts(2);
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("one");
        client.expectsResponse(200, "one");
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("two");
        other.expectsResponse(200, "two");
        assertEquals(0, harness.view().ends().get(ExchangeEnd.QUEUE_TIMEOUT));
    }

    @Test
    void endsTheWaitWhenTheLastBackendGoesDown() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(2);
        harness.setHealth(0, false, 1);
        final WireMessage answer = clients.get(1).expectsStatus(503);
        assertEquals("503 no_healthy_backend\n", answer.body());
        assertEquals("4", answer.field("Retry-After"), "two checks, one each two seconds");
        harness.backend().answers("x");
        clients.get(0).expectsStatus(200);
    }

    @Test
    void aBackendThatComesUpTakesThoseWhoWait() {
        harness.setup().backends(2).connectionsMax(1);
        harness.setHealth(1, false, 1);
        final List<ScriptedClient> clients = clients(2);
        assertEquals(1, permits().waiting());
        harness.setHealth(1, true, 2);
        harness.backend(1).expectsRequest("GET /1");
        harness.backend(1).answers("x");
        clients.get(1).expectsStatus(200);
    }

    @Test
    void aHigherLimitLetsMoreInAndALowerOneFewer() {
        harness.setup().connectionsMax(4).queue(10, 60_000);
        setLimitShare(0.25, 1);
        final List<ScriptedClient> clients = clients(4);
        assertEquals(1, permits().inFlight(0));
        setLimitShare(0.75, 2);
        assertEquals(3, permits().inFlight(0));
        setLimitShare(0.5, 3);
        harness.backend().connections().get(0).answers("x");
        clients.get(0).expectsStatus(200);
        assertEquals(2, permits().inFlight(0));
        assertEquals(1, permits().waiting());
        harness.backend().connections().get(1).answers("x");
        clients.get(1).expectsStatus(200);
        assertEquals(2, permits().inFlight(0));
        assertEquals(0, permits().waiting());
    }

    /** As slow start does. */
    private void setLimitShare(double share, long generation) {
        harness.tell(new BackendState(0, 0, Health.UP, false, AdminState.READY, 1, share, generation));
    }

    @Test
    void writesTheTimeInTheLineIntoTheAccessLog() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(3);
        harness.advanceMs(250);
        harness.backend().answers("x");
        clients.get(0).expectsStatus(200);
        harness.backend().newest().answersAnything("y");
        clients.get(1).expectsStatus(200);
        clients.get(2).resets();
        harness.settle();
        final List<AccessRecord> records = harness.records();
        assertEquals(AccessRecord.ABSENT, records.get(0).get(Value.QUEUE_US));
        assertEquals(250_000, records.get(1).get(Value.QUEUE_US));
        assertEquals(0, records.get(1).get(Value.CONNECT_US));
    }

    @Test
    void thoseWhoWaitHaveTheirChanceWhileWeirStops() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(2);
        harness.drain();
        assertEquals(1, permits().waiting());
        harness.backend().expectsRequest("GET /0");
        harness.backend().answers("x");
        clients.get(0).expectsStatus(200);
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("y");
        final WireMessage answer = clients.get(1).expectsResponse(200, "y");
        assertEquals("close", answer.field("Connection"));
    }

    @Test
    void whoStillWaitsWhenTheTimeForStoppingIsUpIsCut() {
        harness.setup().connectionsMax(1);
        final List<ScriptedClient> clients = clients(2);
        harness.drain();
        harness.view().cut();
        clients.get(1).expectsEnd();
        assertEquals(2, harness.view().ends().get(ExchangeEnd.STOPPED));
        assertEquals(0, permits().waiting());
        assertFalse(permits().inFlight(0) > 0);
    }
}
