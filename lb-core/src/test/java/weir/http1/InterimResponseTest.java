package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.GET_1_0;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.snapshot.Outcome;
import weir.stats.OutcomeRing;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

class InterimResponseTest {
    private static final String EXPECTING =
            "POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n";
    private static final int UNSEEN = 0;
    private static final String FINAL = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfinal";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void passesInterimResponsesOnWhereverTheyAreCut() {
        final ScriptedClient client = harness.client();
        final String wire = HINTS + HINTS + FINAL;
        for (int cut = 1; cut < wire.length(); cut++) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sendsSplitAt(cut, wire);
            assertEquals("</s.css>", client.expectsStatus(103).field("Link"));
            client.expectsStatus(103);
            client.expectsResponse(200, "final");
        }
        harness.backend().expectsAttempts(1);
    }

    @Test
    void passesAnInterimResponseOnAtOnce() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(HINTS);
        client.expectsStatus(103);
        assertEquals(1, harness.heldBuffers(), "only the request, which could be sent again");
        harness.backend().sends(FINAL);
        client.expectsResponse(200, "final");
    }

    @Test
    void dropsInterimResponsesForHttp10WhereverTheyAreCut() {
        final String wire = HINTS + CONTINUE + FINAL;
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sends(GET_1_0);
            harness.backend().expectsRequest("GET /a");
            harness.backend().newest().sendsSplitAt(cut, wire);
            client.expectsResponse(200, "final");
            client.expectsEnd();
        }
    }

    @Test
    void passesInterimResponsesOnThroughATinyWindow() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(0);
        harness.backend().sends(HINTS + HINTS + FINAL);
        client.drainsInStepsOf(1);
        client.takesAll();
        client.expectsStatus(103);
        client.expectsStatus(103);
        client.expectsResponse(200, "final");
        client.expectsOpen();
    }

    @Test
    void passesAHundredInterimResponsesOn() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends(HINTS.repeat(100) + FINAL);
        for (int i = 0; i < 100; i++) {
            client.expectsStatus(103);
        }
        client.expectsResponse(200, "final");
    }

    @Test
    void letsTheClientSendItsBodyWhenTheBackendSaysContinue() {
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.settle();
        final String head = harness.backend().newest().unseen();
        assertEquals(true, head.contains("Expect: 100-continue\r\n"), head);
        harness.backend().sends(CONTINUE);
        client.expectsStatus(100);
        client.sends("0123456789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().sends(FINAL);
        client.expectsResponse(200, "final");
        client.expectsOpen();
    }

    @Test
    void passesARefusalOnToAClientThatExpectsContinue() {
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.settle();
        harness.backend().sends("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
        assertEquals("close", client.expectsStatus(417).field("Connection"));
        client.expectsEnd(); // whether the body still comes cannot be known
        assertEquals(0, harness.idleUpstreams());
    }

    /** Whoever sends such heads and nothing else could have a whole pool ejected. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: expect\r\n", "Connection: close, EXPECT\r\n"})
    void blamesNoBackendWhenTheClientThatExpectsContinueSendsNothing(String line) {
        harness.setup().health(HealthCheck.DEFAULTS);
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING.replace("Expect:", line + "Expect:"));
        harness.settle();
        final String head = harness.backend().newest().unseen();
        assertEquals(true, head.contains("\r\nExpect: 100-continue\r\n"), head);
        harness.advanceMs(Setup.RESPONSE_MS + 2);
        client.expectsFailure(408, "body_timeout");
        assertEquals(OutcomeRing.EMPTY, harness.outcomes().poll(), "said against the backend");
    }

    /**
     * It has waited long enough for a backend that does not know the field, which is in order; now the backend has all
     * it needs.
     */
    @Test
    void blamesTheBackendThatHasTheBodyForWhichNobodyWaited() {
        harness.setup().health(HealthCheck.DEFAULTS);
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.settle();
        client.sends("0123456789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.advanceMs(Setup.RESPONSE_MS + 2);
        client.expectsFailure(504, "upstream_response_timeout");
        assertEquals(Passive.Failure.TIMEOUT, Outcome.failure(harness.outcomes().poll()));
    }

    @Test
    void blamesTheClientThatSendsNoBodyAfterContinue() {
        final ScriptedClient client = harness.client();
        client.sends(EXPECTING);
        harness.backend().sends(CONTINUE);
        client.expectsStatus(100);
        harness.advanceMs(Setup.CLIENT_BODY_MS + 2);
        client.expectsFailure(408, "body_timeout");
    }

    @Test
    void answers504WhenOnlyAnInterimResponseComes() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().sends(HINTS);
        client.expectsStatus(103);
        harness.advanceMs(Setup.RESPONSE_MS + 2);
        client.expectsFailure(504, "upstream_response_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTINUE, HINTS})
    void waitsNoLongerForTheFinalResponseOfABackendThatTricklesInterimOnes(String interim) {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        tricklesUntil504(client, interim);
    }

    /** HTTP/1.0 knows no 100, and gets none. */
    @Test
    void waitsNoLongerForABackendThatTricklesContinueToAnHttp10Client() {
        final ScriptedClient client = harness.client();
        client.sends(GET_1_0);
        harness.backend().expectsRequest("GET /a");
        trickles(client, Setup.RESPONSE_MS / 5, CONTINUE, UNSEEN);
        client.expectsFailure(504, "upstream_response_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
    void waitsNoLongerForABackendThatHasTheBodyAndTricklesContinue(String line) {
        final ScriptedClient client = harness.client();
        client.sends("POST /p HTTP/1.1\r\nHost: x\r\n" + line + "Content-Length: 10\r\n\r\n");
        harness.settle();
        if (!line.isEmpty()) {
            harness.backend().sends(CONTINUE);
            client.expectsStatus(100);
        }
        client.sends("0123456789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        tricklesUntil504(client, CONTINUE);
    }

    private void tricklesUntil504(ScriptedClient client, String interim) {
        trickles(client, Setup.RESPONSE_MS / 5, interim, interim.equals(CONTINUE) ? 100 : 103);
        client.expectsFailure(504, "upstream_response_timeout");
    }

    /**
     * For five steps and a moment.
     *
     * @param seenStatus of what the client gets each time, or {@link #UNSEEN}
     */
    private void trickles(ScriptedClient client, int stepMs, String interim, int seenStatus) {
        for (int i = 0; i < 5; i++) {
            harness.advanceMs(stepMs);
            harness.backend().sends(interim);
            harness.settle();
            if (seenStatus != UNSEEN) {
                client.expectsStatus(seenStatus);
            }
        }
        harness.advanceMs(2);
    }

    /** Nor does it get more time from a client that owes the body. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
    void waitsNoLongerForABodyBecauseTheBackendTricklesContinue(String line) {
        final ScriptedClient client = harness.client();
        client.sends("POST /p HTTP/1.1\r\nHost: x\r\n" + line + "Content-Length: 10\r\n\r\n");
        harness.settle();
        harness.backend().sends(CONTINUE);
        client.expectsStatus(100);
        trickles(client, Setup.CLIENT_BODY_MS / 5, CONTINUE, 100);
        client.expectsFailure(408, "body_timeout");
    }

    @Test
    void waitsNoLongerForTheFinalResponseBecauseTheClientWasSlowToTakeAnInterimOne() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        client.takesOnly(10);
        harness.backend().sends(HINTS);
        harness.settle();
        client.takesAll();
        client.expectsStatus(103);
        harness.advanceMs(Setup.RESPONSE_MS + 2);
        client.expectsFailure(504, "upstream_response_timeout");
    }

    @Test
    void doesNotRetryOnceAnInterimResponseHasCome() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().sends(HINTS);
        client.expectsStatus(103);
        harness.backend().ends();
        client.expectsFailure(502, "upstream_response_head_cut");
        harness.backend(1).expectsAttempts(0);
    }
}
