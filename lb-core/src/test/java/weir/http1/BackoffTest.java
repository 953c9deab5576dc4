package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.body;
import static weir.http1.Messages.put;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.ExchangeEnd;
import weir.model.RetryPolicy;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** The first retry goes at once, those after it wait. */
class BackoffTest {
    private static final int BACKOFF_MS = 1_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** Two backends have said that they are busy, and a third is to be asked. */
    private ScriptedClient aWaitingClient() {
        harness.setup()
                .backends(3)
                .retry(RetryPolicy.DEFAULTS.withStatuses(Set.of(503)).withBackoffMs(BACKOFF_MS));
        final ScriptedClient client = harness.client();
        client.sends(GET);
        for (int i = 0; i < 2; i++) {
            harness.backend(i).expectsRequest("GET /a");
            harness.backend(i).answers(503, "busy");
        }
        harness.backend(2).expectsAttempts(0);
        client.expectsNothing();
        return client;
    }

    @Test
    void waitsNoLongerThanItMayAndThenTriesAgain() {
        final ScriptedClient client = aWaitingClient();
        harness.advanceMs(BACKOFF_MS + 2);
        harness.backend(2).expectsRequest("GET /a");
        harness.backend(2).answers("at last");
        client.expectsResponse(200, "at last");
        client.expectsOpen();
    }

    @Test
    void endsWhenTheClientGoesAway() {
        final ScriptedClient client = aWaitingClient();
        client.resets();
        harness.settle();
        assertEquals(1, harness.view().ends().get(ExchangeEnd.CLIENT_GONE));
        assertEquals(0, harness.heldBuffers());
        harness.advanceMs(BACKOFF_MS + 2);
        harness.backend(2).expectsAttempts(0);
    }

    @Test
    void servesAClientThatHasOnlyHalfClosed() {
        final ScriptedClient client = aWaitingClient();
        client.ends();
        harness.settle();
        harness.advanceMs(BACKOFF_MS + 2);
        harness.backend(2).expectsRequest("GET /a");
        harness.backend(2).answers("at last");
        client.expectsResponse(200, "at last");
        client.expectsEnd();
    }

    @Test
    void takesInWhatComesOfTheBodyMeanwhile() {
        harness.setup()
                .backends(3)
                .retry(RetryPolicy.DEFAULTS.withStatuses(Set.of(503)).withBackoffMs(BACKOFF_MS));
        final ScriptedClient client = harness.client();
        final String request = put(body(400));
        client.sends(request.substring(0, 100));
        for (int i = 0; i < 2; i++) {
            harness.backend(i).newest().answers(503, "busy");
            harness.settle();
        }
        client.sends(request.substring(100));
        harness.settle();
        assertEquals(0, client.unreadBytes());
        harness.backend(2).expectsAttempts(0);
        harness.advanceMs(BACKOFF_MS + 2);
        harness.backend(2).expectsRequest("PUT /p", body(400));
        harness.backend(2).answers("stored");
        client.expectsResponse(200, "stored");
        client.expectsOpen();
    }

    @Test
    void saysThatNobodyIsLeftWhenTheOtherGoesDownMeanwhile() {
        final ScriptedClient client = aWaitingClient();
        harness.setHealth(2, false, 1);
        harness.advanceMs(BACKOFF_MS + 2);
        client.expectsFailure(503, "no_healthy_backend");
        client.expectsOpen();
    }

    @Test
    void waitsAfterRefusedConnectionsToo() {
        harness.setup().backends(3).retry(RetryPolicy.DEFAULTS.withBackoffMs(BACKOFF_MS));
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES_LATER);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        harness.backend(2).expectsAttempts(0);
        harness.advanceMs(BACKOFF_MS + 2);
        harness.backend(2).expectsRequest("GET /a");
        harness.backend(2).answers("at last");
        client.expectsResponse(200, "at last");
        assertEquals(2, harness.count(Counter.RETRIES));
    }

    /**
     * A backend that goes away fails all that it had at the same moment; their retries must not come as one blow, too.
     */
    @Test
    void spreadsTheRetriesOfThoseThatFailedTogether() {
        harness.setup()
                .backends(3)
                .retry(RetryPolicy.DEFAULTS.withBackoffMs(BACKOFF_MS).withBudget(RetryPolicy.Budget.NONE));
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES);
        final int count = 20;
        for (int i = 0; i < count; i++) {
            harness.client().sends(GET);
        }
        harness.settle();
        final int atOnce = harness.backend(2).attempts();
        harness.advanceMs(BACKOFF_MS / 2);
        final int early = harness.backend(2).attempts() - atOnce;
        harness.advanceMs(BACKOFF_MS / 2 + 2);
        final int late = harness.backend(2).attempts() - atOnce - early;
        assertTrue(early > 0 && late > 0, atOnce + " at once, " + early + " early, " + late + " late");
    }

    @Test
    void endsWhenWeirStops() {
        final ScriptedClient client = aWaitingClient();
        harness.view().cut();
        harness.settle();
        assertEquals(1, harness.view().ends().get(ExchangeEnd.STOPPED));
        assertTrue(client.isClosed());
        harness.advanceMs(BACKOFF_MS + 2);
        harness.backend(2).expectsAttempts(0);
    }
}
