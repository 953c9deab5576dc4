package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.ExchangeEnd;
import weir.model.MinRate;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/**
 * Clients that are slower than anybody who wants to be served: 500 bytes a second after 10 seconds, unless it is not
 * their turn.
 */
class MinRateTest {
    private static final int SECOND = 1_000;
    private static final int BODY_MS = 30 * SECOND;
    private static final String PUT = "PUT /p HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void giveTimeOtherwise() {
        harness.setup().clientMs(60 * SECOND, BODY_MS);
    }

    private long tooSlow() {
        return harness.view().ends().get(ExchangeEnd.CLIENT_TOO_SLOW);
    }

    private void sendsEverySecond(ScriptedClient client, String bytes, int seconds) {
        for (int i = 0; i < seconds; i++) {
            client.sends(bytes);
            harness.settle();
            harness.advanceMs(SECOND);
        }
    }

    @Test
    void endsABodyThatTrickles() {
        final ScriptedClient client = harness.client();
        client.sends(PUT);
        sendsEverySecond(client, "x", 10);
        client.expectsNothing(); // each byte has earned two milliseconds
        sendsEverySecond(client, "x", 1);
        client.expectsFailure(408, "client_too_slow");
        client.expectsEnd();
        assertTrue(harness.backend().newest().isClosed(), "it must not take the body for complete");
    }

    @Test
    void bearsABodyThatIsJustFastEnough() {
        final ScriptedClient client = harness.client();
        client.sends(PUT);
        sendsEverySecond(client, "x".repeat(501), 120);
        client.expectsNothing();
        assertEquals(0, tooSlow());
    }

    @Test
    void endsAHeadThatTrickles() {
        final ScriptedClient client = harness.client();
        sendsEverySecond(client, "GET /aaaaaaaaaaaaa".substring(0, 1), 1);
        sendsEverySecond(client, "E", 9);
        client.expectsNothing();
        sendsEverySecond(client, "T", 1);
        client.expectsFailure(408, "client_too_slow");
    }

    @Test
    void bearsAHeadThatIsJustFastEnough() {
        harness.setup().clientMs(25 * SECOND, BODY_MS);
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/1.1\r\n");
        sendsEverySecond(client, "X: " + "y".repeat(60) + "\r\n", 11);
        client.expectsNothing(); // 730 bytes are a second and a half more
        sendsEverySecond(client, "X", 2);
        client.expectsFailure(408, "client_too_slow");
    }

    @Test
    void endsAHeadByItsOwnTimeAsBefore() {
        harness.setup().clientMs(10 * SECOND, BODY_MS);
        final ScriptedClient client = harness.client();
        sendsEverySecond(client, "G", 11);
        client.expectsFailure(408, "head_timeout");
    }

    /** After the first part, of which the client takes little. */
    private ScriptedClient readerOfAResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(100);
        harness.backend().newest().sends(BackendConnection.response(200, "x".repeat(800)));
        harness.settle();
        return client;
    }

    @Test
    void closesAReaderThatTakesAByteNowAndThen() {
        final ScriptedClient client = readerOfAResponse();
        for (int i = 0; i < 11; i++) {
            assertFalse(client.isClosed(), "after " + i + " seconds");
            client.takesOnly(1);
            harness.settle();
            harness.advanceMs(SECOND);
        }
        harness.advanceMs(SECOND);
        assertTrue(client.isClosed());
        assertEquals(1, tooSlow());
        assertTrue(harness.backend().newest().isClosed());
    }

    @Test
    void asksTheSocketOnceMoreBeforeItGivesUp() {
        final ScriptedClient client = readerOfAResponse();
        harness.advanceMs(9 * SECOND);
        client.hasRoomUnannounced(600); // which the kernel does not tell of: less than a third of its buffer
        harness.advanceMs(3 * SECOND);
        assertFalse(client.isClosed());
        client.takesAll();
        client.expectsResponse(200, "x".repeat(800));
        assertEquals(0, tooSlow());
    }

    @Test
    void doesNotCountTheTimeOfABackend() {
        final ScriptedClient client = harness.client();
        client.sends(PUT);
        harness.settle();
        client.sends("x");
        harness.settle();
        harness.advanceMs(5 * SECOND);
        harness.backend().newest().takesOnly(0);
        client.sends("x".repeat(100));
        harness.settle();
        harness.advanceMs(Setup.RESPONSE_MS - 100); // it takes nothing
        harness.backend().newest().takesAll();
        harness.settle();
        harness.advanceMs(4 * SECOND);
        client.expectsNothing();
        assertEquals(0, tooSlow());
        harness.advanceMs(4 * SECOND);
        assertEquals(1, tooSlow());
    }

    @Test
    void doesNotCountTheTimeInWhichNobodyHasBytesForTheClient() {
        final ScriptedClient client = readerOfAResponse();
        harness.advanceMs(5 * SECOND);
        client.takesAll();
        harness.settle();
        harness.advanceMs(Setup.CLIENT_IDLE_MS - SECOND);
        client.expectsResponse(200, "x".repeat(800));
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("y");
        client.expectsResponse(200, "y");
        assertEquals(0, tooSlow());
    }

    @Test
    void bearsAnythingWhereItIsOff() {
        harness.setup().minRate(MinRate.OFF);
        final ScriptedClient client = harness.client();
        client.sends(PUT);
        sendsEverySecond(client, "x", 60);
        client.expectsNothing();
        assertEquals(0, tooSlow());
    }
}
