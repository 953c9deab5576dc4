package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.GET_1_0;
import static weir.http1.Messages.HEAD;
import static weir.http1.Messages.body;
import static weir.http1.Messages.chunked;
import static weir.http1.Messages.get;
import static weir.http1.Messages.post;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

class BodyRelayTest {
    private static final String CHUNKED_POST = "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKED_RESPONSE = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    /** With all that Weir takes out: extensions and trailers. */
    private static final String ORNATE =
            "5;a=b\r\n01234\r\n00A ; c=\"d;\\\"\"\r\n56789abcde\r\n0;e\r\nTrailer: t\r\n\r\n";

    private static final String ORNATE_CONTENT = "0123456789abcde";

    /** What a connection rests after a response that has no body by its kind. */
    private static final int REST_MS = 5;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** Bodies are understood to the last byte that is there: nothing of one waits for the client. */
    @Test
    void holdsNoBufferWhileTheRestOfABodyIsAwaited() {
        final String body = "5;a=\"b\"\r\n01234\r\n05\r\n56789\r\n0\r\nX: y\r\n\r\n";
        for (int cut = 1; cut < body.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sends("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body.substring(0, cut));
            harness.settle();
            assertEquals(0, harness.heldBuffers(), "at " + cut);
            client.sends(body.substring(cut));
            harness.backend().expectsRequest("POST /p", "0123456789");
            harness.backend().answers("x");
            client.expectsResponse(200, "x");
            client.resets();
        }
    }

    @Test
    void relaysALengthDelimitedRequestWhereverItIsCut() {
        final ScriptedClient client = harness.client();
        final String wire = post("0123456789");
        for (int cut = 1; cut < wire.length(); cut++) {
            client.sendsSplitAt(cut, wire);
            harness.backend().expectsRequest("POST /p", "0123456789");
            harness.backend().answers("cut at " + cut);
            client.expectsResponse(200, "cut at " + cut);
        }
        harness.backend().expectsAttempts(1);
    }

    @Test
    void relaysAChunkedRequestWhereverItIsCut() {
        final ScriptedClient client = harness.client();
        final String wire = CHUNKED_POST + ORNATE;
        for (int cut = 1; cut < wire.length(); cut++) {
            client.sendsSplitAt(cut, wire);
            harness.backend().expectsRequest("POST /p", ORNATE_CONTENT);
            harness.backend().answers("cut at " + cut);
            client.expectsResponse(200, "cut at " + cut);
        }
        harness.backend().expectsAttempts(1);
    }

    @Test
    void relaysALengthDelimitedResponseWhereverItIsCut() {
        final ScriptedClient client = harness.client();
        final String wire = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
        for (int cut = 1; cut < wire.length(); cut++) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sendsSplitAt(cut, wire);
            client.expectsResponse(200, "0123456789");
        }
        harness.backend().expectsAttempts(1);
    }

    @Test
    void relaysAChunkedResponseWhereverItIsCut() {
        final ScriptedClient client = harness.client();
        final String wire = CHUNKED_RESPONSE + ORNATE;
        for (int cut = 1; cut < wire.length(); cut++) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sendsSplitAt(cut, wire);
            client.expectsResponse(200, ORNATE_CONTENT);
        }
        harness.backend().expectsAttempts(1);
    }

    @Test
    void removesTheChunksForAnHttp10ClientWhereverTheResponseIsCut() {
        final String wire = CHUNKED_RESPONSE + ORNATE;
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sends(GET_1_0);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sendsSplitAt(cut, wire);
            final WireMessage response = client.expectsResponse(200, ORNATE_CONTENT);
            assertTrue(response.isUntilClose(), "cut at " + cut);
            assertEquals("close", response.field("Connection"));
            client.expectsEnd();
        }
        harness.backend().expectsAttempts(1);
    }

    /** Though there is no body whose end it would have to know. */
    @Test
    void namesNoChunksToAnHttp10ClientThatAsksForTheHead() {
        final ScriptedClient client = harness.client();
        client.sends("HEAD /a HTTP/1.0\r\nHost: x\r\n\r\n");
        harness.backend().expectsRequest("HEAD /a");
        harness.backend().sends(CHUNKED_RESPONSE);
        assertNull(client.expectsResponseToHead(200).field("Transfer-Encoding"));
    }

    @Test
    void putsAResponseThatEndsWithItsConnectionIntoChunksWhereverItIsCut() {
        final ScriptedClient client = harness.client();
        final String wire = "HTTP/1.0 200 OK\r\n\r\n0123456789abcdef.";
        for (int cut = 1; cut <= wire.length(); cut++) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sendsSplitAt(cut, wire);
            harness.backend().ends();
            final WireMessage response = client.expectsResponse(200, "0123456789abcdef.");
            assertEquals("chunked", response.field("Transfer-Encoding"), "cut at " + cut);
            client.expectsOpen();
        }
        assertEquals(0, harness.idleUpstreams());
    }

    @Test
    void passesAResponseThatEndsWithItsConnectionOnAsItIsToHttp10() {
        final ScriptedClient client = harness.client();
        client.sends(GET_1_0);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.0 200 OK\r\n\r\n01234");
        client.expectsPart();
        harness.backend().sends("56789");
        harness.settle();
        harness.backend().ends();
        assertTrue(client.expectsResponse(200, "0123456789").isUntilClose());
        client.expectsEnd();
    }

    /** Longer than a buffer each way, in pieces of a prime size, with windows that are smaller than anything. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 97, 1024, 5000})
    void relaysLongBodiesBothWaysThroughTinyWindows(int window) {
        final ScriptedClient client = harness.client();
        final String request = body(9_973);
        final String response = body(12_007);
        for (boolean isChunked : new boolean[] {false, true}) {
            client.sendsInPiecesOf(211, isChunked ? CHUNKED_POST + chunked(request, 300) : post(request));
            harness.backend().newest().takesOnly(0);
            harness.backend().newest().drainsInStepsOf(window);
            harness.backend().newest().takesAll();
            harness.backend().expectsRequest("POST /p", request);
            client.takesOnly(0);
            harness.backend()
                    .newest()
                    .sendsInPiecesOf(
                            307,
                            isChunked
                                    ? CHUNKED_RESPONSE + chunked(response, 1_000)
                                    : "HTTP/1.1 200 OK\r\nContent-Length: " + response.length() + "\r\n\r\n"
                                            + response);
            client.drainsInStepsOf(window);
            client.takesAll();
            client.expectsResponse(200, response);
        }
        harness.backend().expectsAttempts(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 2_000})
    void wrapsALongResponseInChunksThroughTinyWindows(int window) {
        final ScriptedClient client = harness.client();
        final String response = body(5_003);
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(0);
        harness.backend().newest().sendsInPiecesOf(1_009, "HTTP/1.1 200 OK\r\n\r\n" + response);
        harness.backend().ends();
        client.drainsInStepsOf(window);
        client.takesAll();
        client.expectsResponse(200, response);
        client.expectsOpen();
    }

    @Test
    void relaysEmptyBodies() {
        final ScriptedClient client = harness.client();
        client.sends(post(""));
        harness.backend().expectsRequest("POST /p", "");
        harness.backend().answers("");
        client.expectsResponse(200, "");
        client.sends(CHUNKED_POST + "0\r\n\r\n");
        harness.backend().expectsRequest("POST /p", "");
        harness.backend().sends(CHUNKED_RESPONSE + "0\r\n\r\n");
        client.expectsResponse(200, "");
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.0 200 OK\r\n\r\n");
        harness.settle();
        harness.backend().ends();
        client.expectsResponse(200, "");
        client.expectsOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5000", "Transfer-Encoding: chunked", "X-Nothing: says anything"})
    void expectsNoBodyInAResponseToHead(String framing) {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 2; i++) {
            client.sends(HEAD);
            harness.backend().expectsRequest("HEAD /a");
            harness.backend().sends("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
            final WireMessage response = client.expectsResponseToHead(200);
            assertEquals(
                    framing.substring(framing.indexOf(' ') + 1),
                    response.field(framing.substring(0, framing.indexOf(':'))));
            harness.advanceMs(REST_MS);
        }
        harness.backend().expectsAttempts(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void expectsNoBodyWhereTheStatusExcludesOne(int status) {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 2; i++) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().sends("HTTP/1.1 " + status + " Nothing\r\nETag: \"e\"\r\n\r\n");
            client.expectsResponse(status, "");
            harness.advanceMs(REST_MS);
        }
        client.sends(get("/b"));
        harness.backend().expectsRequest("GET /b");
        harness.backend().answers("b");
        client.expectsResponse(200, "b");
        harness.backend().expectsAttempts(1);
    }

    @Test
    void refusesABodyThatIsLongerThanItMayBe() {
        harness.setup().bodyBytesMax(100);
        final ScriptedClient announced = harness.client();
        announced.sends(post(body(101)));
        announced.expectsFailure(413, "body_too_large");
        harness.backend().expectsAttempts(0);
        final ScriptedClient chunks = harness.client();
        chunks.sends(CHUNKED_POST + "40\r\n" + body(64) + "\r\n");
        harness.backend().expectsAttempts(1);
        chunks.sends("40\r\n" + body(64) + "\r\n");
        chunks.expectsFailure(413, "body_too_large");
        chunks.expectsEnd();
        assertTrue(harness.backend().newest().isClosed(), "the backend must not take it for complete");
    }

    @Test
    void refusesAMalformedChunkInTheMiddleOfABody() {
        final ScriptedClient client = harness.client();
        client.sends(CHUNKED_POST + "5\r\n01234\r\n");
        harness.settle();
        client.sends("x\r\n");
        client.expectsFailure(400, "bad_chunk");
        client.expectsEnd();
        assertTrue(harness.backend().newest().isClosed());
    }
}
