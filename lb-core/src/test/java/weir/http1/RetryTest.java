package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST;
import static weir.http1.Messages.POST_HEAD;
import static weir.http1.Messages.body;
import static weir.http1.Messages.post;
import static weir.http1.Messages.put;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.RetryPolicy;
import weir.model.RetryPolicy.Condition;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

class RetryTest {
    private static final RetryPolicy ON_TIMEOUT = new RetryPolicy(2, Set.of(Condition.TIMEOUT));

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** Leaves one idle connection in backend 0's pool. */
    private BackendConnection anIdleConnection(ScriptedClient client) {
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("warm-up");
        client.expectsResponse(200, "warm-up");
        assertEquals(1, harness.idleUpstreams());
        return harness.backend().newest();
    }

    /** Both become readable in the same turn, the client first: the stray response was there before the request. */
    @Test
    void takesNoStrayResponseForTheAnswerToARequestOfTheSameTurn() {
        final ScriptedClient client = harness.client();
        final BackendConnection idle = anIdleConnection(client);
        client.sends(GET);
        idle.sends(BackendConnection.response(200, "poison"));
        harness.settle();
        assertTrue(idle.isClosed());
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("right");
        client.expectsResponse(200, "right");
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"REFUSES", "REFUSES_LATER"})
    void triesAnotherBackendWhenOneRefuses(Door door) {
        harness.setup().backends(2);
        harness.backend(0).door(door);
        for (String request : new String[] {GET, POST}) {
            final ScriptedClient client = harness.client();
            client.sends(request);
            harness.backend(1).newest().expectsOpen();
            harness.backend(1).answers("second");
            client.expectsResponse(200, "second");
        }
        assertEquals(harness.backend(0).attempts(), harness.count(Counter.RETRIES));
        assertTrue(harness.signals() > 0, "the probe loop is told");
        assertEquals(harness.signals(), harness.count(Counter.UPSTREAM_CONNECT_FAILURES));
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"REFUSES", "REFUSES_LATER"})
    void answers502WhenAllRefuse(Door door) {
        harness.setup().backends(2);
        harness.backend(0).door(door);
        harness.backend(1).door(door);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(502, "upstream_connect_refused");
        client.expectsOpen();
        harness.backend(0).expectsAttempts(1);
        harness.backend(1).expectsAttempts(1);
        assertEquals(1, harness.count(Counter.FAILED));
    }

    @Test
    void triesNoMoreBackendsThanItMay() {
        harness.setup().backends(5).retryAttempts(2);
        for (int i = 0; i < 5; i++) {
            harness.backend(i).door(Door.REFUSES);
        }
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(502, "upstream_connect_refused");
        int attempts = 0;
        for (int i = 0; i < 5; i++) {
            attempts += harness.backend(i).attempts();
        }
        assertEquals(3, attempts);
        assertEquals(2, harness.count(Counter.RETRIES));
    }

    @Test
    void retriesNothingWhenItMayNot() {
        harness.setup().backends(2).retryAttempts(0);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(502, "upstream_connect_refused");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void answers504WhenConnectingTakesTooLong() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsNothing();
        harness.advanceMs(Setup.CONNECT_MS - 5);
        client.expectsNothing();
        harness.advanceMs(10);
        client.expectsFailure(504, "upstream_connect_timeout");
        assertTrue(harness.backend().newest().isClosed());
        client.expectsOpen();
    }

    @Test
    void triesAnotherBackendWhenConnectingTakesTooLong() {
        harness.setup().backends(2);
        harness.backend(0).door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends(POST);
        harness.settle();
        harness.advanceMs(Setup.CONNECT_MS + 2);
        harness.backend(1).expectsRequest("POST /p", "0123456789");
        harness.backend(1).answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void sendsABodyThatCameWhileConnecting() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        final String body = body(5_000);
        client.sendsInPiecesOf(100, post(body));
        harness.settle();
        assertTrue(client.unreadBytes() > 0, "more than a buffer is not read before there is somewhere to send it");
        harness.backend().newest().accepts();
        harness.backend().expectsRequest("POST /p", body);
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void answers503WhenNoBackendIsHealthy() {
        harness.setup().backends(2);
        harness.setHealth(0, false, 1);
        harness.setHealth(1, false, 1);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(503, "no_healthy_backend");
        harness.backend(0).expectsAttempts(0);
        harness.backend(1).expectsAttempts(0);
        harness.setHealth(1, true, 2);
        harness.setHealth(1, false, 1); // older, so it changes nothing
        client.sends(GET);
        harness.backend(1).answers("back");
        client.expectsResponse(200, "back");
    }

    @Test
    void closesIdleConnectionsToABackendThatGoesDown() {
        final ScriptedClient client = harness.client();
        final BackendConnection idle = anIdleConnection(client);
        harness.setHealth(0, false, 1);
        assertTrue(idle.isClosed());
        assertEquals(0, harness.idleUpstreams());
    }

    @Test
    void answers503WithoutBlamingABackendWhenNoDescriptorIsLeft() {
        harness.setup().backends(2);
        harness.backend(0).door(Door.NO_DESCRIPTOR);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(503, "no_descriptor_left");
        assertEquals(0, harness.count(Counter.UPSTREAM_CONNECT_FAILURES));
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void answers503WithoutBlamingABackendWhenTheKernelHasNoMemory() {
        harness.setup().backends(2);
        harness.backend(0).door(Door.NO_MEMORY);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.expectsFailure(503, "no_memory_left");
        assertEquals(0, harness.count(Counter.UPSTREAM_CONNECT_FAILURES));
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void answers504WhenTheResponseTakesTooLong() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        harness.advanceMs(Setup.RESPONSE_MS - 5);
        client.expectsNothing();
        harness.advanceMs(10);
        client.expectsFailure(504, "upstream_response_timeout");
        assertTrue(harness.backend(0).newest().isClosed());
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void triesAnotherBackendWhenNoByteOfAResponseComesInTime() {
        harness.setup().backends(2).retry(ON_TIMEOUT);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        harness.advanceMs(Setup.RESPONSE_MS + 5);
        assertTrue(harness.backend(0).newest().isClosed());
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers("in time");
        client.expectsResponse(200, "in time");
    }

    @Test
    void doesNotRetryAPostThatTimesOut() {
        harness.setup().backends(2).retry(ON_TIMEOUT);
        final ScriptedClient client = harness.client();
        client.sends(POST);
        harness.backend(0).expectsRequest("POST /p");
        harness.advanceMs(Setup.RESPONSE_MS + 5);
        client.expectsFailure(504, "upstream_response_timeout");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void doesNotRetryAResponseThatHasBegunAndTimesOut() {
        harness.setup().backends(2).retry(ON_TIMEOUT);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).sends("HTTP/1.1 200 ");
        harness.settle();
        harness.advanceMs(Setup.RESPONSE_MS + 5);
        client.expectsFailure(504, "upstream_response_timeout");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void answers504WhenOnlyPartOfTheResponseHeadComes() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        for (int i = 0; i < 10; i++) {
            harness.backend().sends(i == 0 ? "HTTP/1.1 200 OK\r\n" : "A: b\r\n");
            harness.advanceMs(Setup.RESPONSE_MS / 10 + 1);
        }
        client.expectsFailure(504, "upstream_response_timeout");
    }

    /** The connection ends at the very moment it is used again: the FIN or reset is noticed only when reading. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsAGetAgainWhenThePooledConnectionWasStale(boolean isReset) {
        final ScriptedClient client = harness.client();
        final BackendConnection stale = anIdleConnection(client);
        client.sends(GET);
        harness.turn();
        if (isReset) {
            stale.resets();
        } else {
            stale.ends();
        }
        harness.backend().expectsAttempts(2);
        harness.backend().expectsRequest("GET /a");
        harness.backend().answers("fresh");
        client.expectsResponse(200, "fresh");
        assertEquals(1, harness.count(Counter.RETRIES));
    }

    /** It may wait for a backend for long, and others may need what it would hold. */
    @Test
    void holdsNoBufferOfResponsesWhileAnotherAttemptIsMade() {
        final ScriptedClient client = harness.client();
        final BackendConnection stale = anIdleConnection(client);
        client.sends(GET);
        harness.settle();
        final int held = harness.heldBuffers();
        stale.ends();
        harness.backend().expectsAttempts(2);
        assertEquals(held, harness.heldBuffers());
    }

    @Test
    void usesANewConnectionWhenAPooledOneWasStaleThoughThereAreMore() {
        final ScriptedClient client = harness.client();
        final ScriptedClient other = harness.client();
        client.sends(GET);
        other.sends(GET);
        harness.settle();
        harness.backend().connections().forEach(connection -> connection.answers("x"));
        client.expectsStatus(200);
        other.expectsStatus(200);
        client.sends(GET);
        harness.turn();
        harness.backend().connections().get(0).ends();
        harness.backend().connections().get(1).ends();
        harness.backend().expectsAttempts(3);
        harness.backend().answers("fresh");
        client.expectsResponse(200, "fresh");
    }

    @Test
    void costsNoAttemptWhenAPooledConnectionWasStale() {
        harness.setup().retryAttempts(0);
        final ScriptedClient client = harness.client();
        final BackendConnection stale = anIdleConnection(client);
        client.sends(GET);
        harness.turn();
        stale.ends();
        harness.backend().expectsAttempts(2);
        harness.backend().ends();
        client.expectsFailure(502, "upstream_closed_without_response");
        harness.backend().expectsAttempts(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverSendsAPostAgain(boolean isReset) {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        final BackendConnection stale = anIdleConnection(client);
        client.sends(GET); // round robin: this one goes to the other backend
        harness.backend(1).answers("x");
        client.expectsStatus(200);
        client.sends(POST);
        harness.turn();
        assertEquals(POST.length(), POST_HEAD.length() + 10);
        stale.expectsRequest("POST /p", "0123456789");
        if (isReset) {
            stale.resets();
        } else {
            stale.ends();
        }
        client.expectsFailure(502, "upstream_connection_stale");
        harness.backend(0).expectsAttempts(1);
        harness.backend(1).expectsAttempts(1);
    }

    @Test
    void sendsAPostToAnotherConnectionWhenNothingOfItWasSent() {
        final ScriptedClient client = harness.client();
        final BackendConnection stale = anIdleConnection(client);
        client.sends(POST);
        stale.takesOnly(0);
        harness.turn();
        stale.resets();
        harness.backend().expectsAttempts(2);
        harness.backend().expectsRequest("POST /p", "0123456789");
        harness.backend().answers("done");
        client.expectsResponse(200, "done");
    }

    @Test
    void neverSendsAPostAgainOfWhichAByteWasSent() {
        final ScriptedClient client = harness.client();
        final BackendConnection stale = anIdleConnection(client);
        client.sends(POST);
        stale.takesOnly(1);
        harness.turn();
        stale.resets();
        client.expectsFailure(502, "upstream_connection_stale");
        harness.backend().expectsAttempts(1);
    }

    @Test
    void sendsAPutWithItsBodyAgain() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        final String body = body(300);
        client.sends(put(body).substring(0, 200));
        harness.settle();
        harness.backend(0).ends();
        client.sends(put(body).substring(200));
        harness.backend(1).expectsRequest("PUT /p", body);
        harness.backend(1).answers("stored");
        client.expectsResponse(200, "stored");
    }

    @Test
    void doesNotSendAPutAgainOfWhichTheBufferKeepsOnlyPart() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        client.sends(put(body(3_000)));
        harness.backend(0).expectsRequest("PUT /p", body(3_000));
        harness.backend(0).ends();
        client.expectsFailure(502, "upstream_closed_without_response");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void triesAnotherBackendWhenANewConnectionEndsWithoutAResponse() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).ends();
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers("other");
        client.expectsResponse(200, "other");
    }

    @Test
    void doesNotRetryOnceAByteOfTheResponseHasCome() {
        harness.setup().backends(2);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(0).sends("H");
        harness.settle();
        harness.backend(0).ends();
        client.expectsFailure(502, "upstream_response_head_cut");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void picksEachBackendInTurn() {
        harness.setup().backends(3);
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 9; i++) {
            client.sends(GET);
            harness.backend(i % 3).expectsRequest("GET /a");
            harness.backend(i % 3).answers("b" + i % 3);
            client.expectsResponse(200, "b" + i % 3);
        }
    }
}
