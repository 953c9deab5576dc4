package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;
import static weir.http1.Messages.put;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.buf.BufferQueue;
import weir.buf.BufferQueue.Side;
import weir.model.ExchangeEnd;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** What waits in which buffer, and who has to go when there are none left. */
class ScarceBuffersTest {
    private static final int LONG = 100_000;
    /** More than a small buffer of the harness, and less than an ordinary one keeps for another try. */
    private static final String NOT_LITTLE = body(700);

    private static final int PATIENCE_MS = (int) (BufferQueue.PATIENCE_NS / 1_000_000);

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private int ordinary() {
        return harness.loop().buffers().heldCount();
    }

    // --- small buffers

    @Test
    void aRequestThatWaitsForItsBackendRestsInASmallBuffer() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        assertEquals(1, harness.heldSmallBuffers());
        assertEquals(0, ordinary());
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void aRequestThatIsNotLittleStaysWhereItIs() {
        harness.client().sends(put(NOT_LITTLE));
        harness.backend().expectsRequest("PUT /p", NOT_LITTLE);
        assertEquals(0, harness.heldSmallBuffers());
        assertEquals(1, ordinary());
    }

    @Test
    void aRequestIsSentAgainFromItsSmallBuffer() {
        harness.setup().backends(2).retryAttempts(2);
        final ScriptedClient client = harness.client();
        client.sends(get("/again"));
        harness.settle();
        final int first = harness.backend(0).attempts() > 0 ? 0 : 1;
        harness.backend(first).expectsRequest("GET /again");
        assertEquals(1, harness.heldSmallBuffers());
        harness.backend(first).newest().ends();
        harness.settle();
        harness.backend(1 - first).expectsRequest("GET /again");
        harness.backend(1 - first).answers("here");
        client.expectsResponse(200, "here");
    }

    @Test
    void aRequestIsSentFromItsSmallBufferWhenThereIsAConnection() {
        harness.backend().door(weir.testkit.ScriptedBackend.Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends(get("/later"));
        harness.settle();
        assertEquals(0, ordinary());
        harness.backend().newest().takesOnly(20);
        harness.backend().newest().accepts();
        harness.settle();
        harness.backend().newest().takesAll();
        harness.backend().expectsRequest("GET /later");
        harness.backend().answers("ok");
        client.expectsResponse(200, "ok");
    }

    @Test
    void whatIsPipelinedBehindARequestRestsWithIt() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2").substring(0, 10));
        harness.backend().expectsRequest("GET /1");
        client.sends(get("/2").substring(10) + get("/3"));
        harness.settle();
        assertEquals(1, harness.heldSmallBuffers());
        assertEquals(0, ordinary());
        for (int i = 1; i <= 3; i++) {
            harness.backend().answers("" + i);
            client.expectsResponse(200, "" + i);
            if (i < 3) {
                harness.backend().expectsRequest("GET /" + (i + 1));
            }
        }
    }

    @Test
    void aHeadThatTricklesInKeepsNoOrdinaryBuffer() {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < GET.length(); i++) {
            client.sends(GET.substring(i, i + 1));
            harness.settle();
            assertEquals(0, ordinary());
            assertEquals(1, harness.heldSmallBuffers());
        }
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void aBodyThatTricklesInKeepsNoOrdinaryBuffer() {
        final ScriptedClient client = harness.client();
        final String wire = put(body(100));
        for (int i = 0; i < wire.length(); i++) {
            client.sends(wire.substring(i, i + 1));
            harness.settle();
            assertEquals(0, ordinary());
        }
        harness.backend().expectsRequest("PUT /p", body(100));
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void theLittleThatASlowReaderHasNotTakenRestsInASmallBuffer() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(100);
        harness.backend().answers(body(300));
        harness.settle();
        assertEquals(0, ordinary());
        assertEquals(1, harness.heldSmallBuffers());
        client.drainsInStepsOf(7);
        client.expectsResponse(200, body(300));
    }

    @Test
    void withoutSmallBuffersItGoesAsWell() {
        harness.setup().smallStock(1);
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(harness.client());
            clients.get(i).sends(get("/" + i));
        }
        harness.settle();
        assertEquals(1, harness.heldSmallBuffers());
        assertEquals(3, ordinary());
        harness.backend().answersAll(request -> "ok");
        clients.forEach(client -> client.expectsResponse(200, "ok"));
    }

    // --- whose turn it is

    @Test
    void whoWaitsForABufferIsServedInTheOrderOfComing() {
        harness.setup().stock(2).smallStock(0);
        harness.backend().newConnectionsTakeOnly(0);
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(harness.client());
            clients.get(i).sends(post("" + i));
            harness.settle();
        }
        for (int i = 0; i < 8; i++) {
            assertEquals(i + 1, harness.backend().connections().size(), "one at a time");
            final BackendConnection connection = harness.backend().newest();
            connection.takesAll();
            connection.expectsRequest("POST /p", "" + i);
            connection.answers("got it");
            clients.get(i).expectsResponse(200, "got it");
            harness.backend().newConnectionsTakeOnly(0);
            connection.ends();
            harness.settle();
        }
        assertEquals(7, harness.count(Counter.BUFFER_WAITS), "nobody was woken in vain");
    }

    @Test
    void waitingCostsNoTurn() {
        harness.setup().stock(2).smallStock(0);
        harness.backend().newConnectionsTakeOnly(0);
        for (int i = 0; i < 4; i++) {
            harness.client().sends(post("" + i));
        }
        harness.settle();
        assertFalse(harness.loop().hasLeftovers());
        final long before = harness.count(Counter.BUFFER_WAITS);
        harness.advanceMs(100);
        assertEquals(before, harness.count(Counter.BUFFER_WAITS));
    }

    @Test
    void aClientThatGoesWhileItWaitsLeavesItsPlace() {
        harness.setup().stock(2).smallStock(0);
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final var taken = buffers.take(Side.REQUESTS);
        final ScriptedClient gone = harness.client();
        gone.sends(post("2"));
        harness.settle();
        final ScriptedClient last = harness.client();
        last.sends(post("3"));
        harness.settle();
        gone.resets();
        harness.advanceMs(Setup.HEAD_MS + 10); // nobody reads it, so it is a deadline that finds out
        assertEquals(2, harness.ends(ExchangeEnd.NO_BUFFER));
        assertEquals(0, buffers.waiting(Side.REQUESTS));
        last.expectsFailure(503, "no_buffer_left");
        buffers.give(Side.REQUESTS, taken);
    }

    /** Its first request is served, and the second one is here. */
    private ByteBuffer takeWhatThePipelinedRequestNeeds(ScriptedClient client, BufferQueue buffers) {
        client.sends(get("/1") + get("/2"));
        harness.backend().expectsRequest("GET /1");
        final ByteBuffer taken = buffers.take(Side.REQUESTS);
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        return taken;
    }

    @Test
    void aPipelinedRequestIsReadWhenThereIsABufferAgain() {
        harness.setup().stock(2);
        final ScriptedClient client = harness.client();
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final ByteBuffer taken = takeWhatThePipelinedRequestNeeds(client, buffers);
        client.expectsNothing();
        harness.backend().newest().expectsNothing();
        buffers.give(Side.REQUESTS, taken);
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("2");
        client.expectsResponse(200, "2");
        client.expectsOpen();
    }

    @Test
    void aPipelinedRequestDoesNotWaitForEver() {
        harness.setup().stock(2);
        final ScriptedClient client = harness.client();
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final ByteBuffer taken = takeWhatThePipelinedRequestNeeds(client, buffers);
        harness.advanceMs(Setup.HEAD_MS + 10);
        client.expectsFailure(503, "no_buffer_left");
        buffers.give(Side.REQUESTS, taken);
    }

    @Test
    void aResponseThatNobodyCouldReadIsNoFailureOfItsBackend() {
        harness.setup().stock(2).retryAttempts(0);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final var taken = buffers.take(Side.RESPONSES);
        harness.backend().answers("x");
        harness.settle();
        harness.advanceMs(Setup.RESPONSE_MS + 10);
        client.expectsFailure(503, "no_buffer_left");
        assertEquals(0, harness.signals(), "nothing is said of the backend");
        buffers.give(Side.RESPONSES, taken);
    }

    @Test
    void anAttemptThatIsOverWaitsForNoBuffer() {
        harness.setup().stock(2).backends(2).retryAttempts(2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        final int first = harness.backend(0).attempts() > 0 ? 0 : 1;
        final BufferQueue buffers = harness.view().buffers().ordinary();
        final var taken = buffers.take(Side.RESPONSES);
        harness.backend(first).newest().answers("x");
        harness.settle();
        assertEquals(1, buffers.waiting(Side.RESPONSES));
        client.resets();
        harness.settle();
        assertEquals(0, buffers.waiting(Side.RESPONSES));
        buffers.give(Side.RESPONSES, taken);
    }

    // --- who gives

    @Test
    void copiesForAnotherTryAreGivenUpBeforeAnybodyWaits() {
        harness.setup().stock(4).smallStock(0);
        final List<ScriptedClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(harness.client());
            clients.get(i).sends(get("/" + i));
        }
        harness.settle();
        assertEquals(10, harness.backend().connections().size(), "all of them are with the backend");
        assertTrue(ordinary() <= 2);
        assertTrue(harness.count(Counter.REPLAYS_GIVEN_UP) >= 8);
        harness.backend().answersAll(request -> "ok");
        clients.forEach(client -> client.expectsResponse(200, "ok"));
    }

    @Test
    void aRequestWhoseCopyWasGivenUpFailsWithItsAttempt() {
        harness.setup().stock(2).smallStock(0).backends(2).retryAttempts(2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        final int first = harness.backend(0).attempts() > 0 ? 0 : 1;
        harness.client().sends(get("/other"));
        harness.settle();
        assertEquals(1, harness.count(Counter.REPLAYS_GIVEN_UP));
        harness.backend(first).newest().ends();
        client.expectsFailure(502, "upstream_closed_without_response");
    }

    @Test
    void theHeadThatHasBeenComingLongestHasToGo() {
        harness.setup().stock(4).smallStock(0);
        final ScriptedClient oldest = harness.client();
        oldest.sends("GET /trickle");
        harness.settle();
        harness.advanceMs(10);
        final ScriptedClient younger = harness.client();
        younger.sends("GET /trickle");
        harness.settle();
        harness.advanceMs(PATIENCE_MS / 2);
        final ScriptedClient quick = harness.client();
        quick.sends(GET);
        harness.settle();
        oldest.sends("s"); // that is no help
        harness.advanceMs(PATIENCE_MS / 2 - 20);
        oldest.expectsOpen();
        harness.advanceMs(20);
        oldest.expectsFailure(408, "client_evicted");
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        quick.expectsResponse(200, "x");
        younger.expectsOpen();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
    }

    @Test
    void theSlowestReaderHasToGoAndAFastOneDoesNotNoticeIt() {
        harness.setup().stock(4).smallStock(0);
        final List<ScriptedClient> slow = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            slow.add(harness.client());
            slow.get(i).sends(get("/" + i));
            harness.backend().expectsRequest("GET /" + i);
            slow.get(i).takesOnly(100);
            harness.backend().newest().sendsInPiecesOf(900, BackendConnection.response(200, body(LONG)));
            harness.advanceMs(1);
        }
        harness.advanceMs(PATIENCE_MS);
        slow.get(0).takesOnly(1); // a byte now and then is no help
        harness.settle();
        slow.get(0).expectsOpen();
        final ScriptedClient fast = harness.client();
        fast.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        fast.expectsResponse(200, "x"); // no time has passed
        assertTrue(slow.get(0).isClosed());
        slow.get(1).expectsOpen();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        for (int i = 0; i < 5; i++) {
            fast.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().answers("x");
            fast.expectsResponse(200, "x");
        }
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED), "one was enough");
    }

    /** A crowd of slow readers; as many keep ordinary buffers as may without harm. */
    private List<ScriptedClient> crowd(int count) {
        final List<ScriptedClient> slow = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slow.add(harness.client());
            slow.get(i).takesOnly(100);
            slow.get(i).sends(get("/" + i));
            harness.backend().expectsRequest("GET /" + i);
            harness.backend().newest().sends(BackendConnection.response(200, body(LONG)));
            harness.settle();
        }
        return slow;
    }

    @Test
    void aCrowdOfSlowReadersLeavesBuffersToOthers() {
        harness.setup().stock(16).smallStock(40);
        crowd(30);
        assertEquals(4, ordinary(), "a half of what responses may have");
        assertEquals(26, harness.heldSmallBuffers());
        final ScriptedClient fast = harness.client();
        for (int i = 0; i < 3; i++) {
            fast.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sends(BackendConnection.response(200, body(LONG)));
            fast.expectsResponse(200, body(LONG)); // no time has passed
        }
        harness.advanceMs(PATIENCE_MS + 10);
        fast.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        fast.expectsResponse(200, "x");
        assertEquals(0, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        assertEquals(0, harness.count(Counter.BUFFER_WAITS));
    }

    @Test
    void eachOfACrowdOfSlowReadersGetsAllOfItsResponseInTheEnd() {
        harness.setup().stock(16).smallStock(40);
        for (ScriptedClient client : crowd(30)) {
            client.takesAll();
            client.expectsResponse(200, body(LONG));
        }
        assertEquals(0, harness.heldBuffers());
        assertEquals(0, harness.ends(ExchangeEnd.CLIENT_EVICTED));
    }

    /** Else what it goes on to ask for takes the buffers of those who ask for the first time. */
    @Test
    void whoDoesNotTakeItsResponseIsNotReadEither() {
        harness.setup().stock(4);
        final ScriptedClient slow = crowd(1).get(0);
        slow.sends(get("/next"));
        harness.settle();
        assertFalse(slow.isRead());
        assertEquals(0, harness.view().buffers().ordinary().held(Side.REQUESTS));
        slow.takesAll();
        slow.expectsResponse(200, body(LONG));
        harness.backend().expectsRequest("GET /next");
        harness.backend().answers("here");
        slow.expectsResponse(200, "here");
    }

    @Test
    void whatWasPipelinedBehindAResponseThatIsNotTakenIsOwed() {
        harness.setup().stock(4).smallStock(0);
        final ScriptedClient slow = harness.client();
        slow.takesOnly(100);
        slow.sends(GET + get("/next"));
        harness.backend().expectsRequest("GET /a");
        harness.backend().newest().sends(BackendConnection.response(200, body(LONG)));
        harness.settle();
        assertEquals(1, harness.view().buffers().ordinary().held(Side.REQUESTS));
        harness.client().sends("GET /trickle");
        harness.settle();
        harness.advanceMs(PATIENCE_MS);
        final ScriptedClient quick = harness.client();
        quick.sends(get("/quick"));
        harness.settle();
        assertTrue(slow.isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        harness.backend().expectsRequest("GET /quick");
        harness.backend().answers("x");
        quick.expectsResponse(200, "x");
    }

    @Test
    void anExchangeThatWaitsForItsBackendIsNotEvictedWhileTheLineMoves() {
        harness.setup().stock(4).smallStock(0);
        harness.backend().newConnectionsTakeOnly(100);
        final ScriptedClient upload = harness.client();
        upload.sends(post(NOT_LITTLE)); // its backend does not take it
        harness.settle();
        final ScriptedClient trickling = harness.client();
        trickling.sends("GET /trickle");
        harness.settle();
        harness.backend().newConnectionsTakeOnly(Long.MAX_VALUE);
        harness.advanceMs(PATIENCE_MS + 10);
        final ScriptedClient quick = harness.client();
        quick.sends(GET);
        harness.settle();
        trickling.expectsFailure(408, "client_evicted");
        harness.advanceMs(Setup.HEAD_MS - PATIENCE_MS - 30);
        harness.client().sends(get("/1"));
        harness.client().sends(get("/2"));
        harness.settle();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        upload.expectsOpen();
        harness.backend().connections().forEach(BackendConnection::takesAll);
        harness.backend().answersAll(request -> "ok");
        upload.expectsResponse(200, "ok");
        quick.expectsResponse(200, "ok");
    }

    /** The one at the backend needs a buffer for its body, and the one in line has it: neither would ever go on. */
    @Test
    void aRequestInLineDoesNotKeepTheBufferThatTheOneAtTheBackendNeeds() {
        harness.setup().stock(2).smallStock(0).connectionsMax(1).queue(10, 60_000);
        final ScriptedClient first = harness.client();
        final String wire = post(NOT_LITTLE);
        first.sends(wire.substring(0, 100));
        harness.settle();
        final ScriptedClient second = harness.client();
        second.sends(post(NOT_LITTLE));
        harness.settle();
        first.sends(wire.substring(100));
        harness.settle();
        harness.backend().newest().expectsOpen();
        harness.advanceMs(PATIENCE_MS + 10);
        second.expectsFailure(503, "no_buffer_left");
        harness.backend().expectsRequest("POST /p", NOT_LITTLE);
        harness.backend().answers("ok");
        first.expectsResponse(200, "ok");
    }

    // --- what belongs to later requests, and what a backend does not take

    private static final String LATER = "GET /later HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(700) + "\r\n\r\n";

    /** All of them ask the first backend, which does not answer. */
    private List<ScriptedClient> crowdThatSends(String wire, int count) {
        final List<ScriptedClient> crowd = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            crowd.add(harness.client());
            crowd.get(i).sends(wire);
            harness.settle();
        }
        return crowd;
    }

    private void expectsToBeServed(String path) {
        final ScriptedClient other = harness.client();
        other.sends(get(path));
        harness.settle();
        final BackendConnection newest = harness.backend().newest();
        newest.takesAll();
        newest.expectsRequest("GET " + path);
        newest.answers("x");
        other.expectsResponse(200, "x"); // no time has passed
    }

    @Test
    void whatIsPipelinedBehindASlowRequestLeavesBuffersToOthers() {
        harness.setup().stock(16).smallStock(60);
        final List<ScriptedClient> crowd = crowdThatSends(GET + LATER, 40);
        expectsToBeServed("/good");
        assertTrue(
                harness.view().buffers().ordinary().held(Side.REQUESTS) <= 5, "about half of what requests may have");
        assertEquals(0, harness.count(Counter.BUFFER_WAITS));
        assertFalse(crowd.get(39).isRead());
        harness.backend().connections().get(39).expectsRequest("GET /a");
        harness.backend().connections().get(39).answers("1");
        crowd.get(39).expectsResponse(200, "1");
        harness.backend().answersAll(request -> "2");
        crowd.get(39).expectsResponse(200, "2");
        crowd.get(39).expectsOpen();
    }

    @Test
    void whatIsPipelinedBehindASlowRequestIsOwedWhenThereAreNoOtherBuffers() {
        harness.setup().stock(4).smallStock(0);
        final List<ScriptedClient> crowd = crowdThatSends(GET + LATER, 2);
        final ScriptedClient other = harness.client();
        other.sends(get("/good"));
        harness.settle();
        harness.advanceMs(PATIENCE_MS + 10);
        assertTrue(crowd.get(0).isClosed(), "and its next request is not begun");
        crowd.get(1).expectsOpen();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_EVICTED));
        harness.backend().newest().expectsRequest("GET /good");
        harness.backend().newest().answers("x");
        other.expectsResponse(200, "x");
        assertEquals(0, harness.signals(), "nothing is said of the backend");
    }

    @Test
    void whoGoesAwayIsSeenAgainWhenItsNextRequestIsWaitedFor() {
        harness.setup().stock(16).smallStock(60);
        final List<ScriptedClient> crowd = crowdThatSends(GET + LATER, 20);
        final ScriptedClient last = crowd.get(19);
        assertFalse(last.isRead());
        harness.backend().newest().expectsRequest("GET /a");
        harness.backend().newest().answers("1");
        last.expectsResponse(200, "1");
        harness.settle();
        assertTrue(last.isRead());
        last.resets();
        harness.settle();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @Test
    void bodiesThatABackendDoesNotTakeLeaveBuffersToOthers() {
        harness.setup().stock(16).smallStock(60);
        harness.backend().newConnectionsTakeOnly(0);
        final List<ScriptedClient> crowd = crowdThatSends(post(body(LONG)), 40);
        harness.backend().newConnectionsTakeOnly(Long.MAX_VALUE);
        expectsToBeServed("/good");
        assertEquals(0, harness.count(Counter.BUFFER_WAITS));
        for (int i = 0; i < 40; i++) {
            final BackendConnection connection = harness.backend().connections().get(i);
            connection.takesAll();
            connection.expectsRequest("POST /p", body(LONG));
            connection.answers("got it");
            crowd.get(i).expectsResponse(200, "got it");
        }
        assertEquals(0, harness.ends(ExchangeEnd.NO_BUFFER));
    }

    @Test
    void aBodyThatItsBackendDoesNotTakeHasToGoWhenOthersWait() {
        harness.setup().stock(4).smallStock(0);
        harness.backend().newConnectionsTakeOnly(0);
        final List<ScriptedClient> crowd = crowdThatSends(post(body(LONG)), 2);
        harness.advanceMs(PATIENCE_MS - 10);
        harness.backend().connections().get(0).takesOnly(10); // it goes on
        harness.settle();
        harness.advanceMs(20);
        harness.backend().newConnectionsTakeOnly(Long.MAX_VALUE);
        expectsToBeServed("/good");
        crowd.get(1).expectsFailure(503, "no_buffer_left");
        crowd.get(0).expectsOpen();
        assertEquals(1, harness.ends(ExchangeEnd.NO_BUFFER));
        assertEquals(0, harness.signals(), "nothing is said of the backend");
    }
}
