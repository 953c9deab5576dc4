package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.GET_1_0;
import static weir.http1.Messages.POST_HEAD;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.ExchangeEnd;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.model.TlsEngine;
import weir.snapshot.Outcome;
import weir.stats.Counter;
import weir.stats.OutcomeRing;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;

class BrokenResponseTest {
    private static final String LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234";
    private static final String CHUNKS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n";
    private static final String BAD_FIELD = "HTTP/1.1 200 OK\r\nX: \u0001\r\nContent-Length: 0\r\n\r\n";
    private static final String BAD_LINE = "\u0015\u0003\u0001\u0000\u0002";
    private static final String BAD_CHUNK = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\n01234";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** Whoever asks for it often enough could have a whole pool ejected. */
    @ParameterizedTest
    @ValueSource(strings = {BAD_FIELD, BAD_LINE, BAD_CHUNK})
    void isNoSignOfADeadBackendWhenAResponseIsRefusedForItsContent(String response) {
        harness.setup().health(HealthCheck.DEFAULTS);
        for (int i = 0; i < 40; i++) {
            getMalformed(response);
        }
        assertEquals(40, harness.view().ends().get(ExchangeEnd.RESPONSE_MALFORMED));
        assertEquals(0, harness.signals());
        assertEquals(OutcomeRing.EMPTY, harness.outcomes().poll());
    }

    @ParameterizedTest
    @ValueSource(strings = {BAD_FIELD, BAD_LINE, BAD_CHUNK})
    void countsAgainstItsBackendWhenAResponseIsMalformedAndTheFileSaysSo(String response) {
        harness.setup()
                .health(HealthCheck.DEFAULTS.withPassive(Passive.DEFAULTS.withFailures(Passive.Failure.MALFORMED)));
        getMalformed(response);
        assertEquals(
                Passive.Failure.MALFORMED, Outcome.failure(harness.outcomes().poll()));
    }

    private void getMalformed(String response) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().newest().sends(response);
        harness.settle();
        client.resets();
        harness.settle();
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKS})
    void closesTheClientWhenAResponseEndsInItsBody(String response) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(response);
        client.expectsPart();
        harness.backend().ends();
        client.expectsCutResponse();
        assertEquals(1, harness.count(Counter.FAILED));
        assertEquals(0, harness.idleUpstreams());
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKS, UNTIL_CLOSE})
    void closesTheClientWhenAResponseIsResetInItsBody(String response) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(response);
        client.expectsPart();
        harness.backend().resets();
        client.expectsCutResponse();
        assertEquals(1, harness.count(Counter.FAILED));
    }

    /** An orderly end would be the end of the body for an HTTP/1.0 client. */
    @ParameterizedTest
    @ValueSource(strings = {CHUNKS, UNTIL_CLOSE})
    void resetsAnHttp10ClientThatCouldTakeACutResponseForComplete(String response) {
        final ScriptedClient client = harness.client();
        client.sends(GET_1_0);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(response);
        client.expectsPart();
        harness.backend().resets();
        client.expectsReset();
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKS, UNTIL_CLOSE})
    void closesTheClientWhenAResponseStopsInItsBody(String response) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(response);
        client.expectsPart();
        harness.advanceMs(Setup.RESPONSE_BODY_MS - 5);
        client.expectsOpen();
        harness.advanceMs(10);
        client.expectsCutResponse();
        assertTrue(harness.backend().newest().isClosed());
    }

    // --- what was sent before it

    private enum Cut {
        ENDS,
        RESETS,
        STOPS,
        BREAKS
    }

    private void happens(Cut cut) {
        switch (cut) {
            case ENDS -> harness.backend().ends();
            case RESETS -> harness.backend().resets();
            case STOPS -> harness.advanceMs(Setup.RESPONSE_BODY_MS + 5);
            case BREAKS -> harness.backend().sends("xyz\r\n");
        }
    }

    /**
     * A close while bytes are unread would be a reset, and that eats what the client has not read of the response
     * before (RFC 9112 §9.6).
     */
    @ParameterizedTest
    @EnumSource(Cut.class)
    void readsOnBehindAResponseThatIsCutSoThatNoResetEatsTheOneBefore(Cut cut) {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2") + post(body(10_000)).substring(0, 700));
        harness.backend().expectsRequest("GET /1");
        harness.backend().answers("whole");
        client.expectsResponse(200, "whole");
        harness.backend().expectsRequest("GET /2");
        harness.backend().sends(CHUNKS);
        client.expectsPart();
        client.sendsInPiecesOf(500, body(9_000));
        happens(cut);
        expectsToBeReadOn(client);
        harness.advanceMs(Setup.LINGER_MS + 5);
        assertTrue(client.isClosed());
        assertEquals(0, harness.view().clients().count());
    }

    private void expectsToBeReadOn(ScriptedClient client) {
        client.expectsCutResponse();
        assertFalse(client.isReset());
        assertFalse(client.isClosed(), "closed while the client still sends");
        assertEquals(0, client.unreadBytes());
        assertEquals(0, harness.heldBuffers(), "nobody may wait for what it needs no more");
        client.sends("more that nobody wants");
        harness.settle();
        assertEquals(0, client.unreadBytes());
    }

    /** It may have been sent a whole response before. */
    @Test
    void readsOnBehindAResponseThatIsCutAsTheRestOfItsRequestIsRefused() {
        final ScriptedClient client = harness.client();
        client.sends("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        harness.settle();
        harness.backend().sends(LENGTH);
        client.expectsPart();
        client.sends("no chunk\r\n");
        expectsToBeReadOn(client);
        assertEquals(1, harness.ends(ExchangeEnd.REFUSED));
    }

    static List<Arguments> cutsOfTlsClients() {
        return TlsFixtures.withEachEngine(new Cut[] {Cut.ENDS, Cut.STOPS});
    }

    @ParameterizedTest
    @MethodSource("cutsOfTlsClients")
    void readsOnBehindAResponseThatIsCutWithTls(Cut cut, TlsEngine engine, String version) {
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), engine));
        final TlsPeer client = TlsPeer.connect(harness, version).settle();
        client.sends(GET + POST_HEAD).settle();
        harness.backend().sends(LENGTH);
        harness.settle();
        happens(cut);
        harness.settle();
        client.sends(body(40_000));
        harness.settle();
        assertFalse(client.wire().isClosed(), "closed while the client still sends");
        assertEquals(0, client.wire().unreadBytes());
        assertEquals(0, harness.heldBuffers());
        assertEquals(0, harness.heldTlsBuffers());
        assertTrue(client.takes().endsWith("01234"));
        assertTrue(client.hasEnd());
        client.wire().ends();
        harness.settle();
        assertTrue(client.wire().isClosed());
    }

    @Test
    void waitsForABodyAsLongAsAByteComesNowAndThen() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        for (int i = 0; i < 10; i++) {
            harness.advanceMs(Setup.RESPONSE_BODY_MS - 5);
            harness.backend().sends("" + i);
            harness.settle();
        }
        client.expectsResponse(200, "0123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK\r\n\r\n",
                "nonsense\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n012345",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void answers502ToAMalformedResponseAndClosesTheUpstream(String response) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(response);
        client.expectsFailure(502, "upstream_response_malformed");
        client.expectsOpen();
        assertTrue(harness.backend().newest().isClosed());
        client.sends(GET);
        harness.backend().expectsAttempts(2);
        harness.backend().answers("fine");
        client.expectsResponse(200, "fine");
    }

    @Test
    void answers502ToAResponseHeadThatDoesNotFit() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nA: " + "b".repeat(Setup.HEAD_BYTES) + "\r\n\r\n");
        client.expectsFailure(502, "upstream_response_malformed");
    }

    @Test
    void closesTheClientWhenAChunkIsMalformedInTheMiddleOfTheBody() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(CHUNKS);
        client.expectsPart();
        harness.backend().sends("xyz\r\n");
        client.expectsCutResponse();
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void answers502WhenTheConnectionEndsInTheResponseHead() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Len");
        harness.settle();
        harness.backend().ends();
        client.expectsFailure(502, "upstream_response_head_cut");
        client.expectsOpen();
    }
}
