package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST_HEAD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.MinRate;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** The time that a client has. */
class TimeoutTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void closesAClientThatNeverSpeaks() {
        final ScriptedClient client = harness.client();
        harness.advanceMs(Setup.CLIENT_IDLE_MS - 5);
        client.expectsOpen();
        harness.advanceMs(10);
        client.expectsEnd();
        assertEquals(0, harness.count(Counter.FAILED), "nothing was asked, so nothing failed");
    }

    @Test
    void closesAnIdleClientBetweenRequests() {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) {
            client.sends(GET);
            harness.backend().expectsRequest("GET /a");
            harness.backend().answers("x");
            client.expectsStatus(200);
            harness.advanceMs(Setup.CLIENT_IDLE_MS - 5);
            client.expectsOpen();
        }
        harness.advanceMs(10);
        client.expectsEnd();
    }

    @Test
    void answers408WhenTheHeadTakesTooLong() {
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/1.1\r\n");
        harness.settle();
        harness.advanceMs(Setup.HEAD_MS - 5);
        client.expectsNothing();
        harness.advanceMs(10);
        client.expectsFailure(408, "head_timeout");
        client.expectsEnd();
    }

    @Test
    void sendsNoBodyWithTheRefusalOfAHead() {
        final ScriptedClient late = harness.client();
        late.sends("HEAD /a HTTP/1.1\r\n");
        harness.settle();
        harness.advanceMs(Setup.HEAD_MS + 5);
        late.expectsResponseToHead(408);
        late.expectsEnd();
        final ScriptedClient refused = harness.client();
        refused.sends("HEAD /a HTTP/1.1\r\nBad Name: x\r\n\r\n");
        refused.expectsResponseToHead(400);
        refused.expectsEnd();
    }

    @Test
    void givesNoMoreTimeToAHeadThatTricklesIn() {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 22; i++) {
            client.sends(GET.substring(i, i + 1));
            harness.advanceMs(Setup.HEAD_MS / 20 + 1);
        }
        client.expectsFailure(408, "head_timeout");
        client.expectsEnd();
    }

    @Test
    void givesAPipelinedHeadItsTimeFromWhenItsTurnHasCome() {
        final ScriptedClient client = harness.client();
        client.sends(GET + "GET /b HT");
        harness.backend().expectsRequest("GET /a");
        harness.advanceMs(Setup.HEAD_MS + 10);
        harness.backend().answers("a");
        client.expectsResponse(200, "a");
        harness.advanceMs(Setup.HEAD_MS - 5);
        client.expectsOpen();
        harness.advanceMs(10);
        client.expectsFailure(408, "head_timeout");
    }

    @Test
    void takesEmptyLinesForIdleness() {
        final ScriptedClient client = harness.client();
        client.sends("\r\n");
        harness.settle();
        harness.advanceMs(Setup.HEAD_MS + 10);
        client.expectsOpen();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void closesAClientThatSendsNothingButEmptyLines() {
        final ScriptedClient client = harness.client();
        client.sends("\r\n");
        harness.settle();
        harness.advanceMs(Setup.CLIENT_IDLE_MS + 5);
        client.expectsEnd();
        assertEquals(0, harness.count(Counter.FAILED));
    }

    @Test
    void answers408WhenABodyStops() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD + "0123");
        harness.settle();
        harness.advanceMs(Setup.CLIENT_BODY_MS - 5);
        client.expectsNothing();
        harness.advanceMs(10);
        client.expectsFailure(408, "body_timeout");
        client.expectsEnd();
        assertTrue(harness.backend().newest().isClosed(), "it must not take the body for complete");
    }

    @Test
    void waitsForABodyAsLongAsAByteComesNowAndThenWhereAnyRateWillDo() {
        harness.setup().minRate(MinRate.OFF);
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD);
        for (int i = 0; i < 10; i++) {
            harness.settle();
            harness.advanceMs(Setup.CLIENT_BODY_MS - 5);
            client.sends("" + i);
        }
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void doesNotCountTheTimeThatABackendTakesAgainstTheClient() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD + "01234");
        harness.settle();
        client.sends("56789");
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.advanceMs(Setup.CLIENT_BODY_MS + 10);
        harness.backend().answers("late");
        client.expectsResponse(200, "late");
    }

    @Test
    void lingersSoThatNoResetEatsTheResponse() {
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/9.9\r\n\r\n");
        client.expectsStatus(505);
        client.expectsEnd();
        assertFalse(client.isClosed());
        client.sends("more that nobody wants");
        harness.settle();
        assertEquals(0, client.unreadBytes());
        harness.advanceMs(Setup.LINGER_MS - 5);
        assertFalse(client.isClosed());
        harness.advanceMs(10);
        assertTrue(client.isClosed());
        assertEquals(1, harness.count(Counter.REFUSED));
    }

    @Test
    void lingersNoLongerThanTheClientKeepsItsSideOpen() {
        final ScriptedClient client = harness.client();
        client.sends("nonsense\r\n\r\n");
        client.expectsStatus(400);
        client.ends();
        harness.settle();
        assertTrue(client.isClosed());
    }

    @Test
    void closesAtOnceWhenLingeringIsTurnedOff() {
        harness.setup().lingerMs(0);
        final ScriptedClient client = harness.client();
        client.sends("nonsense\r\n\r\n");
        client.expectsStatus(400);
        assertTrue(client.isClosed());
    }

    @Test
    void closesAClientThatTakesNotEvenAnErrorMessageInTime() {
        final ScriptedClient client = harness.client();
        client.takesOnly(5);
        client.sends("nonsense\r\n\r\n");
        client.expectsOpen();
        harness.advanceMs(Setup.CLIENT_BODY_MS + 5);
        assertTrue(client.isClosed());
        assertEquals(1, harness.count(Counter.REFUSED));
    }
}
