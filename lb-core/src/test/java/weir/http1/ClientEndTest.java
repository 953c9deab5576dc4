package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST;
import static weir.http1.Messages.POST_HEAD;
import static weir.http1.Messages.body;
import static weir.http1.Messages.chunked;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.ExchangeEnd;
import weir.model.TlsEngine;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;

/** The client ends its side, or is gone. */
class ClientEndTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private void vanish(ScriptedClient client, boolean isReset) {
        if (isReset) {
            client.resets();
        } else {
            client.ends();
        }
        harness.settle();
        assertTrue(client.isClosed(), "let go of at once");
        assertEquals(0, harness.heldBuffers());
        assertEquals(0, harness.view().clients().count());
    }

    private void expectsFailures(int count) {
        assertEquals(count, harness.count(Counter.FAILED));
        assertEquals(0, harness.count(Counter.SERVED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forgetsAClientThatNeverSpoke(boolean isReset) {
        vanish(harness.client(), isReset);
        expectsFailures(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forgetsAClientThatIsGoneInItsHeadWhereverThatIsCut(boolean isReset) {
        for (int cut = 1; cut < GET.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sends(GET.substring(0, cut));
            harness.settle();
            vanish(client, isReset);
            expectsFailures(cut);
        }
        harness.backend().expectsAttempts(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesTheUpstreamWhenTheClientIsGoneInItsBodyWhereverThatIsCut(boolean isReset) {
        for (int cut = POST_HEAD.length(); cut < POST.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sends(POST.substring(0, cut));
            harness.settle();
            final BackendConnection upstream = harness.backend().newest();
            vanish(client, isReset);
            assertTrue(upstream.isClosed());
        }
        expectsFailures(10);
    }

    @Test
    void stopsConnectingWhenTheClientIsGone() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        vanish(client, true);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    @Test
    void closesTheUpstreamWhenTheClientIsGoneBeforeTheResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        vanish(client, true);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    @Test
    void closesTheUpstreamWhenTheClientIsGoneWithinTheResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
        client.expectsPart();
        vanish(client, true);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    @Test
    void closesTheUpstreamWhenTheClientIsGoneWhileTheResponseWaitsForIt() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(30);
        harness.backend().newest().sendsInPiecesOf(500, BackendConnection.response(200, body(10_000)));
        harness.settle();
        vanish(client, true);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    @Test
    void closesTheUpstreamWhenTheClientIsGoneWhileTheBodyWaitsForTheUpstream() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD);
        harness.settle();
        harness.backend().newest().takesOnly(2);
        client.sends("01234");
        harness.settle();
        vanish(client, true);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    // --- while nothing is read

    private static final int LOOK_MS = 1_000;

    private void vanishesUnread(ScriptedClient client) {
        harness.settle();
        assertFalse(client.isRead());
        client.resets();
        harness.settle();
        assertFalse(client.isClosed(), "a selector tells nobody who does not ask");
        harness.advanceMs(LOOK_MS + 2);
        assertTrue(client.isClosed(), "let go of at the next look");
        assertEquals(0, harness.heldBuffers());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @Test
    void seesAResetBehindMoreThanIsHeldOfWhatIsPipelined() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.sendsInPiecesOf(500, body(10_000));
        vanishesUnread(client);
        assertTrue(harness.backend().newest().isClosed(), "the backend's work is cancelled");
    }

    @Test
    void seesAResetWithinABodyThatTheBackendDoesNotTake() {
        harness.backend().newConnectionsTakeOnly(0);
        final ScriptedClient client = harness.client();
        client.sendsInPiecesOf(500, post(body(10_000)));
        vanishesUnread(client);
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void seesAResetOfAClientThatWaitsInLineWithAFullBuffer() {
        harness.setup().connectionsMax(1).queue(10, 60_000);
        harness.client().sends(GET);
        harness.backend().expectsRequest("GET /a");
        final ScriptedClient client = harness.client();
        client.sendsInPiecesOf(500, post(body(10_000)));
        harness.settle();
        client.resets();
        harness.advanceMs(LOOK_MS + 2);
        assertTrue(client.isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @Test
    void seesAResetOfAClientThatHasHalfClosed() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.ends();
        harness.backend().expectsRequest("GET /a");
        vanishesUnread(client);
        assertTrue(harness.backend().newest().isClosed());
    }

    /** Whoever waits long is looked at less often, and nobody's wait keeps the loop awake. */
    @Test
    void looksForAResetAfterEachDoubledTimeAndSleepsInBetween() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.ends();
        harness.backend().expectsRequest("GET /a");
        harness.advanceMs(LOOK_MS + 2);
        harness.turn();
        assertTrue(harness.network().lastWaitMs() > 0);
        client.resets();
        harness.advanceMs(LOOK_MS);
        assertFalse(client.isClosed());
        harness.advanceMs(LOOK_MS + 2);
        assertTrue(client.isClosed());
    }

    /** The look is over before anybody else is served on the connection. */
    @Test
    void servesWhatWasPipelinedAfterALookForAReset() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1"));
        harness.backend().expectsRequest("GET /1");
        for (int i = 0; i < 30; i++) {
            client.sends(get("/2"));
        }
        harness.advanceMs(LOOK_MS + 2);
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        for (int i = 0; i < 30; i++) {
            harness.backend().expectsRequest("GET /2");
            harness.backend().answers("2");
            client.expectsResponse(200, "2");
        }
        client.expectsOpen();
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void seesAResetOfATlsClientWhileNothingIsRead(TlsEngine engine) {
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), engine));
        final TlsPeer client = TlsPeer.connect(harness, "TLSv1.3").settle();
        client.sends(GET).settle();
        harness.backend().expectsRequest("GET /a");
        client.sends(body(10_000)).settle();
        client.wire().resets();
        harness.advanceMs(LOOK_MS + 2);
        harness.advanceMs(LOOK_MS + 2);
        assertTrue(harness.backend().newest().isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    /** As {@code printf ... | nc} does. */
    @ParameterizedTest
    @ValueSource(strings = {GET, POST})
    void servesARequestWithAFinRightBehindIt(String request) {
        final ScriptedClient client = harness.client();
        client.sends(request);
        client.ends();
        harness.backend().newest().expectsOpen();
        harness.backend().answers("still there");
        assertEquals("close", client.expectsResponse(200, "still there").field("Connection"));
        client.expectsEnd();
        assertTrue(client.isClosed());
    }

    /** The time runs from the request's end, not from its head. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void servesARequestWhoseBodyTookLongWithAFinRightBehindIt(boolean isChunked) {
        final String body = isChunked ? chunked(body(10), 5) : body(10);
        final ScriptedClient client = harness.client();
        client.sends(isChunked ? "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" : POST_HEAD);
        for (int i = 0; i < body.length(); i++) {
            harness.advanceMs(150);
            client.sends(body.substring(i, i + 1));
        }
        harness.settle();
        harness.advanceMs(50);
        client.ends();
        harness.backend().expectsRequest("POST /p", body(10));
        harness.advanceMs(1_000);
        harness.backend().answers("got it");
        assertEquals("close", client.expectsResponse(200, "got it").field("Connection"));
        client.expectsEnd();
    }

    /** While the backend takes nothing, nobody reads, and the FIN is seen when somebody does. */
    @Test
    void servesARequestWhoseFinHadToWaitBehindAFullBuffer() {
        harness.backend().newConnectionsTakeOnly(0);
        final String body = body(10_000);
        final ScriptedClient client = harness.client();
        client.sendsInPiecesOf(500, post(body));
        client.ends();
        harness.settle();
        final BackendConnection upstream = harness.backend().newest();
        while (client.unreadBytes() > 0) {
            harness.advanceMs(300);
            upstream.takesOnly(700);
            harness.settle();
        }
        harness.advanceMs(300);
        upstream.takesAll();
        upstream.expectsRequest("POST /p", body);
        upstream.answers("got it");
        client.expectsResponse(200, "got it");
        client.expectsEnd();
    }

    /** It belongs to the request that came last, however long the first has been under way. */
    @Test
    void servesAllPipelinedRequestsWhenTheFinIsRightBehindTheLast() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1"));
        harness.backend().expectsRequest("GET /1");
        harness.advanceMs(1_000);
        client.sends(get("/2"));
        harness.settle();
        client.ends();
        harness.settle();
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("2");
        client.expectsResponse(200, "2");
        client.expectsEnd();
    }

    @Test
    void takesAFinLongAfterABodyForTheEnd() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD);
        harness.settle();
        harness.advanceMs(150);
        client.sends("0123456789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.advanceMs(150);
        vanish(client, false);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    /** A body that took long, and then a backend without room. */
    @Test
    void keepsThePlaceInTheLineOfAClientThatHasHalfClosedBehindItsBody() {
        harness.setup().connectionsMax(1);
        final ScriptedClient first = harness.client();
        first.sends(GET);
        harness.settle();
        final ScriptedClient second = harness.client();
        second.sends(POST_HEAD);
        harness.settle();
        harness.advanceMs(200);
        second.sends("0123456789");
        harness.settle();
        second.ends();
        harness.settle();
        harness.advanceMs(200);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("1");
        first.expectsResponse(200, "1");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("2");
        second.expectsResponse(200, "2");
        second.expectsEnd();
    }

    /**
     * With close_notify (RFC 8446 §6.1) or without. Conscrypt answers close_notify at once with its own, and can then
     * send nothing more.
     */
    @ParameterizedTest
    @CsvSource({"JDK, true", "JDK, false", "CONSCRYPT, false"})
    void servesATlsClientWhoseEndIsRightBehindItsBody(TlsEngine engine, boolean isInOrder) {
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), engine));
        final TlsPeer client = TlsPeer.connect(harness, "TLSv1.3").settle();
        client.sends(POST_HEAD).settle();
        harness.advanceMs(200);
        client.sends("0123456789").settle();
        if (isInOrder) {
            client.endsInOrder();
        }
        client.wire().ends();
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.advanceMs(500);
        harness.backend().answers("got it");
        assertTrue(client.takes().endsWith("got it"));
        assertTrue(client.hasEnd());
    }

    @Test
    void servesPipelinedRequestsWithAFinRightBehindThem() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2") + POST);
        client.ends();
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("2");
        client.expectsResponse(200, "2");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("3");
        assertEquals("close", client.expectsResponse(200, "3").field("Connection"));
        client.expectsEnd();
        assertTrue(client.isClosed());
    }

    @Test
    void servesALongResponseToAClientThatHasHalfClosed() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.ends();
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(0);
        harness.backend().newest().sendsInPiecesOf(500, BackendConnection.response(200, body(10_000)));
        client.drainsInStepsOf(99);
        client.takesAll();
        client.expectsResponse(200, body(10_000));
    }

    /** A client that waits for a while and then ends has lost its patience; it does not half-close. */
    @Test
    void takesALateFinForTheEnd() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.advanceMs(200);
        vanish(client, false);
        assertTrue(harness.backend().newest().isClosed());
        expectsFailures(1);
    }

    /** It may still read, and an orderly end would be the end of the body for it. */
    @Test
    void resetsAnHttp10ClientThatEndsWithinAResponseThatOnlyTheEndDelimits() {
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/1.0\r\n\r\n");
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\n\r\n01234");
        client.expectsPart();
        harness.advanceMs(200);
        client.ends();
        client.expectsReset();
    }

    @Test
    void forgetsTheRestOfARequestThatAFinCutsOffBehindAnother() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + POST.substring(0, 40));
        client.ends();
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("1");
        client.expectsResponse(200, "1");
        client.expectsEnd();
        assertTrue(client.isClosed());
    }
}
