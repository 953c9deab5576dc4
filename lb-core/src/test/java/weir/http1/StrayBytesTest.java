package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST;
import static weir.http1.Messages.body;
import static weir.http1.Messages.chunked;
import static weir.http1.Messages.get;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.buf.BufferStock;
import weir.model.RetryPolicy;
import weir.relay.RelayBuffer;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** Backends that say more than they were asked: nobody else gets it, wherever the buffers end. */
class StrayBytesTest {
    private static final String EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    /** What the first read of a message takes. */
    private static final int FIRST_READ = Setup.HEAD_BYTES;
    /** What the one behind it takes. */
    private static final int LARGE_READ = RelayBuffer.LARGE_BUFFER_BYTES - RelayBuffer.FRONT - RelayBuffer.TAIL;

    private static final int TLS_RECORD = 16_384;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** Of a whole response, around each place where a read may end. */
    static IntStream lengths() {
        return IntStream.of(
                        LoopHarness.SMALL_BYTES,
                        FIRST_READ,
                        2 * FIRST_READ,
                        BufferStock.SMALL_BYTES,
                        TLS_RECORD,
                        FIRST_READ + LARGE_READ,
                        FIRST_READ + 2 * LARGE_READ)
                .flatMap(edge -> IntStream.rangeClosed(edge - 5, edge + 5));
    }

    private static String response(int status, int wholeBytes) {
        final String empty = BackendConnection.response(status, "");
        int bodyBytes = wholeBytes - empty.length();
        bodyBytes -= String.valueOf(bodyBytes).length() - 1;
        return BackendConnection.response(status, body(bodyBytes));
    }

    /** Ends with the last chunk, so the end of the buffer is that of the framing. */
    private static String chunkedResponse(int wholeBytes) {
        final String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        final int left = wholeBytes - head.length() - "0\r\n\r\n".length();
        int chunkBytes = left;
        while (chunked(body(chunkBytes), LARGE_READ * 4).length() - "0\r\n\r\n".length() > left) {
            chunkBytes--;
        }
        return head + chunked(body(chunkBytes), LARGE_READ * 4);
    }

    private void servesWell(ScriptedClient client) {
        harness.settle();
        assertEquals(1, harness.backend().answersAll(request -> "good"), "requests on a connection of their own");
        client.expectsResponse(200, "good");
    }

    private void doesNotPoisonTheNextPipelinedRequest(String response) {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2"));
        harness.backend().expectsRequest("GET /1");
        harness.backend().sends(response + EVIL);
        client.expectsStatus(200);
        servesWell(client);
        client.resets();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void doesNotPoisonTheNextPipelinedRequestWhereverABufferEnds(int wholeBytes) {
        doesNotPoisonTheNextPipelinedRequest(response(200, wholeBytes));
        doesNotPoisonTheNextPipelinedRequest(chunkedResponse(wholeBytes));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void doesNotPoisonAnotherClientsRequestInTheSameBatchWhereverABufferEnds(int wholeBytes) {
        final ScriptedClient one = harness.client();
        one.sends(GET);
        harness.backend().expectsRequest("GET /a");
        final ScriptedClient two = harness.client(); // whose events come behind those of the backend's connection
        harness.backend().sends(response(200, wholeBytes) + EVIL);
        harness.turnUntil(() -> harness.backend().connections().get(0).unreadBytes() <= LARGE_READ + EVIL.length());
        two.sends(GET);
        harness.settle();
        one.expectsStatus(200);
        servesWell(two);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void doesNotPoisonTheNextRequestBehindAResponseThatIsGivenUp(int wholeBytes) {
        harness.setup()
                .backends(2)
                .retry(RetryPolicy.DEFAULTS.withStatuses(Set.of(503)).withBackoffMs(0));
        final ScriptedClient one = harness.client();
        one.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        final ScriptedClient two = harness.client(); // whose events come behind those of the backend's connection
        harness.backend(0).sends(response(503, wholeBytes) + EVIL);
        two.sends(GET);
        harness.settle();
        while (harness.backend(0).answersAll(request -> "good")
                        + harness.backend(1).answersAll(request -> "good")
                > 0) {
            harness.settle();
        }
        if (!one.received().startsWith("HTTP/1.1 503")) { // larger than a buffer, it goes to the client as it is
            one.expectsResponse(200, "good");
        }
        two.expectsResponse(200, "good");
    }

    /** The response was read long ago, and nobody has looked since. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                100,
                LoopHarness.SMALL_BYTES - 1,
                LoopHarness.SMALL_BYTES,
                LoopHarness.SMALL_BYTES + 1,
                FIRST_READ - 1,
                FIRST_READ
            })
    void doesNotPoisonTheNextRequestOfAClientThatTookItsTime(int wholeBytes) {
        final ScriptedClient client = harness.client();
        client.takesOnly(10);
        client.sends(get("/1") + get("/2"));
        harness.backend().expectsRequest("GET /1");
        harness.backend().sends(response(200, wholeBytes));
        harness.settle();
        harness.backend().sends(EVIL); // while nobody reads
        harness.settle();
        client.drainsInStepsOf(10_000);
        client.takesAll();
        client.expectsStatus(200);
        servesWell(client);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void doesNotPoisonTheNextRequestBehindInterimResponses(int wholeBytes) {
        final String interim = "HTTP/1.1 103 Early Hints\r\nX-A: " + "a".repeat(150) + "\r\n\r\n";
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2"));
        harness.backend().expectsRequest("GET /1");
        harness.backend().sends(interim + interim + response(200, wholeBytes - 2 * interim.length()) + EVIL);
        client.expectsStatus(103);
        client.expectsStatus(103);
        client.expectsStatus(200);
        servesWell(client);
    }

    @Test
    void usesAConnectionAgainBehindAResponseThatFillsTheBufferAndNoMore() {
        final ScriptedClient client = harness.client();
        for (int wholeBytes : lengths().toArray()) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().sends(response(200, wholeBytes));
            client.expectsStatus(200);
        }
        harness.backend().expectsAttempts(1);
    }

    @Test
    void readsOnceMoreOnlyWhenTheBufferIsFull() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        final int before = harness.backend().newest().reads();
        harness.backend().answers("small");
        client.expectsResponse(200, "small");
        assertEquals(before + 1, harness.backend().newest().reads());
    }

    @Test
    void doesNotUseAConnectionWhoseEndIsFoundByTheLookBehindAFullBuffer() {
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2"));
        harness.backend().expectsRequest("GET /1");
        harness.backend().sends(response(200, FIRST_READ));
        harness.backend().ends();
        client.expectsStatus(200);
        harness.backend().expectsAttempts(2);
        servesWell(client);
    }

    /** The request is away when the event comes, and goes again on another connection. */
    @Test
    void aRequestThatTakesAConnectionWhoseStrayBytesAreInTheSameBatchIsNotAnsweredByThem() {
        final ScriptedClient two = harness.client(); // before the backend's connection
        final ScriptedClient one = harness.client();
        one.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("one");
        one.expectsResponse(200, "one");
        harness.backend().sends(EVIL);
        two.sends(GET);
        harness.settle();
        harness.backend().newest().expectsRequest("GET /a");
        harness.backend().newest().answers("good");
        two.expectsResponse(200, "good");
        harness.backend().expectsAttempts(2);
    }

    /** It cannot be sent again, and was not sent. */
    @ParameterizedTest
    @ValueSource(strings = {EVIL, ""})
    void aRequestThatCannotBeSentAgainDoesNotTakeAnOldConnectionWhoseEndIsInTheSameBatch(String stray) {
        final ScriptedClient two = harness.client(); // before the backend's connection
        final ScriptedClient one = harness.client();
        one.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("one");
        one.expectsResponse(200, "one");
        final BackendConnection old = harness.backend().newest();
        harness.advanceMs(1_000);
        old.sends(stray);
        old.ends();
        two.sends(POST);
        harness.settle();
        harness.backend().expectsAttempts(2);
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("good");
        two.expectsResponse(200, "good");
        old.expectsNothing();
    }

    @Test
    void looksBeforeNoOtherRequest() {
        final ScriptedClient client = harness.client();
        for (String request : new String[] {GET, POST, POST, GET}) {
            client.sends(request);
            harness.settle();
            harness.backend().newest().answersAnything("x");
            client.expectsResponse(200, "x");
        }
        harness.advanceMs(1_000);
        client.sends(GET);
        harness.settle();
        assertEquals(4, harness.backend().newest().reads());
    }
}
