package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.HEAD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.proxyprotocol.ProxyVersion;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/**
 * Backends that send a body, late, behind a response that has none by its kind: their connections rest before they are
 * used again.
 */
class StrayBodyTest {
    private static final String EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    private static final int REST_MS = 5;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** What the backend still sends behind it is yet to come. */
    private BackendConnection answered(String request, String response) {
        final ScriptedClient client = harness.client();
        client.sends(request);
        harness.settle();
        harness.backend().sends(response);
        if (request.equals(HEAD)) {
            harness.backend().newest().sees(harness.backend().newest().unseen().length());
            client.expectsResponseToHead(200);
        } else {
            harness.backend().expectsRequest("GET /a");
            assertTrue(client.expectsResponse().isWhole());
        }
        return harness.backend().newest();
    }

    private BackendConnection answered(String kind) {
        return switch (kind) {
            case "HEAD" -> answered(HEAD, "HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n");
            case "HEAD, chunked" -> answered(HEAD, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            case "HEAD, empty" -> answered(HEAD, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            case "304, empty" -> answered(GET, "HTTP/1.1 304 Same\r\nContent-Length: 0\r\n\r\n");
            default -> answered(GET, "HTTP/1.1 " + kind + " Fine\r\n\r\n");
        };
    }

    private void isServedOnAConnectionOfItsOwn(ScriptedClient client) {
        harness.backend().expectsAttempts(2);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("good");
        client.expectsResponse(200, "good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "HEAD, chunked", "HEAD, empty", "204", "304", "304, empty"})
    void aLateBodyReachesNobody(String kind) {
        final BackendConnection late = answered(kind);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        late.sends(EVIL);
        isServedOnAConnectionOfItsOwn(client);
        assertTrue(late.isClosed());
        assertEquals(1, harness.idleUpstreams());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "204", "304"})
    void theConnectionIsUsedAgainAfterItsRest(String kind) {
        final BackendConnection rested = answered(kind);
        harness.advanceMs(REST_MS);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        rested.expectsRequest("GET /a");
        rested.answers("again");
        client.expectsResponse(200, "again");
        harness.backend().expectsAttempts(1);
    }

    /** The request was never sent there, so it need not be one that may be sent twice. */
    @Test
    void aLookFindsWhatHasComeAtTheEndOfTheRest() {
        final ScriptedClient client = harness.client(); // whose events come before those of the backend's connection
        final BackendConnection late = answered("HEAD");
        harness.clock().advanceMs(REST_MS);
        late.sends(EVIL);
        client.sends(GET);
        isServedOnAConnectionOfItsOwn(client);
        late.expectsNothing();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void aConnectionDoesNotRestWhereNoBodyIsMissing(int length) {
        final String response = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length);
        final BackendConnection same = answered(GET, response);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        same.expectsRequest("GET /a");
        same.answers("again");
        client.expectsResponse(200, "again");
    }

    /**
     * When a client that such connections belong to goes, or a name leads elsewhere, connections of the pool are looked
     * through.
     */
    @Test
    void theRestIsNotOverBecauseOthersGo() {
        harness.setup().backends(2).named("app.test");
        harness.resolve(0, 1);
        final BackendConnection late = answered("HEAD");
        harness.resolve(0);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        late.sends(EVIL);
        isServedOnAConnectionOfItsOwn(client);
        assertTrue(late.isClosed());
    }

    @Test
    void norBecauseAClientGoesThatHasOthersOfItsOwn() {
        harness.setup().sendProxy(ProxyVersion.V1);
        final ScriptedClient client = harness.client();
        client.sends(HEAD);
        final BackendConnection late = harness.backend().newest();
        late.sees(late.unseen().length());
        late.sends("HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n");
        client.expectsResponseToHead(200);
        harness.client().resets();
        harness.settle();
        client.sends(GET);
        harness.backend().expectsAttempts(2);
        late.expectsNothing();
        harness.backend().newest().answersAnything("good");
        client.expectsResponse(200, "good");
    }

    @Test
    void oneThatRestsGoesWithTheAddressOfItsName() {
        harness.setup().backends(2).named("app.test");
        harness.resolve(0);
        final BackendConnection late = answered("HEAD");
        harness.resolve(1);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        assertTrue(late.isClosed());
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers("good");
        client.expectsResponse(200, "good");
    }

    @Test
    void thoseThatRestCountAsKeptAndGoWithTheBackend() {
        harness.setup().upstreamIdleMax(1);
        final BackendConnection resting = answered("HEAD");
        assertTrue(answered("HEAD").isClosed(), "one more than may be kept");
        harness.setHealth(0, false, 2);
        assertTrue(resting.isClosed());
    }
}
