package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.ExchangeEnd;
import weir.model.TlsEngine;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.TlsFixtures;
import weir.testkit.TlsPeer;

/** Whether a client's end is late, when Weir itself is. More of ends in {@link ClientEndTest}. */
class HalfCloseTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private static final int LONG_TURN_MS = 400;

    /** As when many begin at once, each with a handshake at a backend. Nobody has looked before. */
    @ParameterizedTest
    @ValueSource(strings = {GET, POST})
    void servesARequestWithAFinRightBehindItHoweverLongTheTurnBetweenThemTakes(String request) {
        final ScriptedClient client = harness.client();
        client.sends(request);
        client.ends();
        harness.turn();
        harness.clock().advanceMs(LONG_TURN_MS);
        harness.turn();
        harness.backend().newest().expectsOpen();
        harness.backend().answers("still there");
        client.expectsResponse(200, "still there");
        client.expectsEnd();
    }

    /** When it has come within that turn nobody knows. */
    @Test
    void servesARequestWhoseFinMayHaveComeSoonThoughItIsSeenBehindALongTurn() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.advanceMs(60);
        client.ends();
        harness.clock().advanceMs(LONG_TURN_MS);
        harness.turn();
        client.expectsOpen();
        harness.backend().answers("still there");
        client.expectsResponse(200, "still there");
    }

    @Test
    void takesAFinForTheEndThatWasNotThereInTimeBeforeALongTurn() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.advanceMs(150);
        client.ends();
        harness.clock().advanceMs(LONG_TURN_MS);
        harness.settle();
        assertTrue(client.isClosed());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    /** A loop that sleeps looks all the time. */
    @ParameterizedTest
    @CsvSource({"90, false", "110, true"})
    void takesAFinForTheEndThatIsTheFirstThatHappensForSoLong(int ms, boolean isLate) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.network().duringPoll(() -> {
            harness.clock().advanceMs(ms);
            client.ends();
        });
        harness.turn();
        harness.network().duringPoll(() -> {});
        assertTrue(harness.network().lastWaitMs() > 0);
        assertEquals(isLate, client.isClosed());
        assertEquals(isLate ? 1 : 0, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    /** As long as it takes nothing, nobody reads. */
    @Test
    void servesWhatCameBeforeAFinThatIsSeenLongAfterItWhenTheClientTakesAResponseAgain() {
        final ScriptedClient client = harness.client();
        client.takesOnly(30);
        client.sends(get("/1"));
        harness.backend().expectsRequest("GET /1");
        harness.backend().newest().sendsInPiecesOf(500, BackendConnection.response(200, body(10_000)));
        harness.settle();
        client.sends(get("/2"));
        client.ends();
        harness.advanceMs(300);
        client.takesAll();
        for (int i = 0; i < 30; i++) {
            harness.turn();
            harness.clock().advanceMs(i == 1 ? LONG_TURN_MS : 10);
        }
        client.expectsResponse(200, body(10_000));
        harness.backend().expectsRequest("GET /2");
        harness.backend().answers("2");
        client.expectsResponse(200, "2");
        client.expectsEnd();
    }

    /** Its end was there in time, and others had what it is read into. */
    @Test
    void servesATlsClientWhoseEndIsRightBehindItsRequestAndMustWaitForABuffer() {
        harness.setup().stock(2).smallStock(0);
        harness.setup().tls(TlsFixtures.engines(TlsFixtures.tls(), TlsEngine.JDK));
        final TlsPeer client = TlsPeer.connect(harness, "TLSv1.3").settle();
        final TlsPeer other = TlsPeer.connect(harness, "TLSv1.3").settle();
        client.sends(GET).settle();
        harness.backend().expectsRequest("GET /a");
        other.wire().sends("\u0017");
        harness.settle();
        assertEquals(1, harness.heldTlsBuffers());
        client.endsInOrder();
        client.wire().ends();
        for (int i = 0; i < 4; i++) {
            harness.advanceMs(100);
        }
        assertTrue(client.wire().unreadBytes() > 0, "there was no buffer");
        other.wire().resets();
        harness.settle();
        assertEquals(0, client.wire().unreadBytes());
        harness.backend().answers("still there");
        assertTrue(client.takes().endsWith("still there"));
        assertTrue(client.hasEnd());
    }
}
