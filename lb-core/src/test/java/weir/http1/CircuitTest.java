package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST_HEAD;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.BreakerPolicy;
import weir.model.BreakerPolicy.Latency;
import weir.model.BreakerPolicy.Mode;
import weir.model.BreakerPolicy.Scope;
import weir.model.ExchangeEnd;
import weir.model.Fallback;
import weir.model.RetryPolicy;
import weir.pool.Breaker.State;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** Circuit breakers before scripted backends: who is left alone, and what clients get meanwhile. */
class CircuitTest {
    private static final int REQUESTS_MIN = 4;
    private static final int OPEN_MS = 2_500;
    private static final BreakerPolicy POLICY =
            new BreakerPolicy(Mode.ENFORCE, Scope.BACKEND, 0.5, null, REQUESTS_MIN, 10_000, OPEN_MS, 2);

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private int backends;

    private ScriptedClient aClientBefore(int count, BreakerPolicy policy) {
        backends = count;
        harness.setup().backends(count).pools(pool -> List.of(pool.withBreaker(policy)));
        return harness.client();
    }

    /** Everybody answers, backend 0 with this status. */
    private void answerAll(int statusOfFirst) {
        for (int i = 0; i < backends; i++) {
            final String name = "b" + i;
            harness.backend(i).answersAll(i == 0 ? statusOfFirst : 200, request -> name);
        }
    }

    private Set<String> exchange(ScriptedClient client, int requests, int statusOfFirst) {
        final Set<String> bodies = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            client.sends(GET);
            answerAll(statusOfFirst);
            bodies.add(client.expectsResponse().body());
        }
        return bodies;
    }

    private State state(int backend) {
        return harness.view().pool(0).breaker(backend).state();
    }

    @Test
    void leavesABackendAloneThatFailsAndAsksItAgainLater() {
        final ScriptedClient client = aClientBefore(2, POLICY);
        exchange(client, 2 * REQUESTS_MIN, 500);
        assertEquals(State.OPEN, state(0));
        assertEquals(State.CLOSED, state(1));
        assertEquals(Set.of("b1"), exchange(client, 10, 200));
        harness.advanceMs(OPEN_MS + 2);
        assertEquals(State.HALF_OPEN, state(0));
        assertEquals(Set.of("b0", "b1"), exchange(client, 4, 200));
        assertEquals(State.CLOSED, state(0));
        assertEquals(1, harness.count(Counter.BREAKER_OPENINGS));
        assertEquals(1, harness.count(Counter.BREAKER_CLOSINGS));
    }

    @Test
    void sendsNoMoreThanTheProbesToABackendThatIsOnTrial() {
        final ScriptedClient client = aClientBefore(2, POLICY);
        exchange(client, 2 * REQUESTS_MIN, 500);
        harness.advanceMs(OPEN_MS + 2);
        final ScriptedClient[] clients = new ScriptedClient[8];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = harness.client();
            clients[i].sends(GET);
        }
        harness.settle();
        assertEquals(2, harness.backend(0).answersAll(request -> "on trial"));
        harness.backend(1).answersAll(request -> "other");
        for (ScriptedClient one : clients) {
            one.expectsStatus(200);
        }
        assertEquals(State.CLOSED, state(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 501, 505})
    void takesNoOffenceAtWhatIsTheRequestsFault(int status) {
        final ScriptedClient client = aClientBefore(2, POLICY);
        exchange(client, 4 * REQUESTS_MIN, status);
        assertEquals(State.CLOSED, state(0));
    }

    /** One page that is malformed, asked for often enough, would leave a whole pool alone. */
    @ParameterizedTest
    @EnumSource(Scope.class)
    void takesNoOffenceAtAResponseThatIsRefusedForItsContent(Scope scope) {
        aClientBefore(2, POLICY.withScope(scope));
        for (int i = 0; i < 4 * REQUESTS_MIN; i++) {
            final ScriptedClient client = harness.client();
            client.sends(GET);
            harness.backend(i % 2).newest().sends("HTTP/1.1 200 OK\r\nX: \u0001\r\nContent-Length: 0\r\n\r\n");
            client.expectsFailure(502, "upstream_response_malformed");
        }
        assertEquals(0, harness.count(Counter.BREAKER_OPENINGS));
    }

    @Test
    void countsWhatNeverBecameAResponse() {
        final ScriptedClient client = aClientBefore(2, POLICY);
        harness.backend(0).door(Door.REFUSES);
        exchange(client, 2 * REQUESTS_MIN, 200);
        assertEquals(State.OPEN, state(0));
    }

    @Test
    void tellsClientsWhenToComeAgainWhenNobodyIsLeft() {
        final ScriptedClient client = aClientBefore(1, POLICY);
        exchange(client, REQUESTS_MIN, 500);
        client.sends(GET);
        final var response = client.expectsStatus(503);
        assertEquals("503 breaker_open\n", response.body());
        assertEquals("3", response.field("Retry-After"), "2.5 s, rounded up");
        client.expectsOpen();
        assertEquals(1, harness.view().ends().get(ExchangeEnd.BREAKER_OPEN));
        harness.setHealth(0, false, 1);
        client.sends(GET);
        assertEquals("4", client.expectsStatus(503).field("Retry-After"), "what the checks take");
        assertEquals(1, harness.view().ends().get(ExchangeEnd.NO_BACKEND));
    }

    @Test
    void isNoWayBackForABackendThatIsDown() {
        final ScriptedClient client = aClientBefore(2, POLICY);
        exchange(client, 2 * REQUESTS_MIN, 500);
        harness.setHealth(0, false, 1);
        harness.advanceMs(OPEN_MS + 2);
        assertEquals(Set.of("b1"), exchange(client, 6, 200));
        harness.setHealth(0, true, 2);
        assertEquals(Set.of("b0", "b1"), exchange(client, 6, 200));
    }

    @Test
    void leavesAWholePoolAlone() {
        final ScriptedClient client = aClientBefore(2, POLICY.withScope(Scope.POOL));
        exchange(client, REQUESTS_MIN, 500);
        assertEquals(State.OPEN, state(0));
        client.sends(GET);
        client.expectsFailure(503, "breaker_open");
        harness.advanceMs(OPEN_MS + 2);
        assertEquals(Set.of("b0", "b1"), exchange(client, 4, 200));
        assertEquals(State.CLOSED, state(1));
    }

    @Test
    void leavesRequestsOfAPoolToItsFallback() {
        backends = 2;
        harness.setup()
                .backends(2)
                .pools(all -> List.of(
                        all.withBackends(all.backends().subList(0, 1))
                                .withBreaker(POLICY.withScope(Scope.POOL))
                                .withFallback(Fallback.to(1)),
                        all.withName("spare").withBackends(all.backends().subList(1, 2))));
        final ScriptedClient client = harness.client();
        assertEquals(Set.of("b0"), exchange(client, REQUESTS_MIN, 500));
        assertEquals(Set.of("b1"), exchange(client, 3, 500));
        harness.advanceMs(OPEN_MS + 2);
        assertEquals(Set.of("b0"), exchange(client, 2, 200));
        assertEquals(3, harness.count(Counter.FALLBACKS));
    }

    @Test
    void endsTheRetriesOfARequestWithinAPoolThatItHasOpened() {
        backends = 3;
        harness.setup()
                .backends(3)
                .retry(RetryPolicy.DEFAULTS.withStatuses(Set.of(500)).withBackoffMs(0))
                .pools(pool -> List.of(pool.withBreaker(POLICY.withScope(Scope.POOL))));
        final ScriptedClient client = harness.client();
        client.sends(GET + GET);
        for (int i = 0; i < 3; i++) {
            harness.backend(i).expectsRequest("GET /a");
            harness.backend(i).answers(500, "b" + i);
        }
        client.expectsResponse(500, "b2");
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).answers(500, "the fourth");
        client.expectsResponse(500, "the fourth");
        assertEquals(State.OPEN, state(0));
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void doesNothingInShadowModeButCount(Scope scope) {
        final ScriptedClient client = aClientBefore(1, POLICY.withScope(scope).withMode(Mode.SHADOW));
        exchange(client, REQUESTS_MIN, 500);
        assertEquals(State.OPEN, state(0));
        assertEquals(Set.of("b0"), exchange(client, 5, 500));
        assertEquals(5, harness.count(Counter.BREAKER_SHADOWED));
        harness.advanceMs(OPEN_MS + 2);
        exchange(client, 2, 200);
        assertEquals(State.CLOSED, state(0));
        assertEquals(1, harness.count(Counter.BREAKER_OPENINGS));
    }

    @Test
    void isNotThereWhenItIsOff() {
        final ScriptedClient client = aClientBefore(1, POLICY.withMode(Mode.OFF));
        exchange(client, 3 * REQUESTS_MIN, 500);
        assertNull(harness.view().pool(0).breaker(0));
    }

    @Test
    void leavesABackendAloneThatIsTooSlow() {
        final ScriptedClient client = aClientBefore(2, POLICY.withLatency(new Latency(0.5, 100)));
        for (int i = 0; i < REQUESTS_MIN; i++) {
            client.sends(GET);
            harness.settle();
            harness.advanceMs(110);
            answerAll(200);
            client.expectsResponse(200, "b0");
            exchange(client, 1, 200);
        }
        assertEquals(State.OPEN, state(0));
        assertEquals(State.CLOSED, state(1));
    }

    /** The time that a client takes for its body is not the backend's. */
    @Test
    void doesNotTakeASlowClientForASlowBackend() {
        final ScriptedClient client = aClientBefore(1, POLICY.withLatency(new Latency(0.5, 100)));
        for (int i = 0; i < 2 * REQUESTS_MIN; i++) {
            client.sends(POST_HEAD + "01234");
            harness.settle();
            harness.advanceMs(Setup.CLIENT_BODY_MS / 2);
            client.sends("56789");
            answerAll(200);
            client.expectsStatus(200);
        }
        assertEquals(State.CLOSED, state(0));
    }

    @Test
    void doesNotBlameABackendForClientsThatGoAway() {
        aClientBefore(1, POLICY);
        for (int i = 0; i < 2 * REQUESTS_MIN; i++) {
            final ScriptedClient client = harness.client();
            client.sends(GET);
            harness.settle();
            client.resets();
            harness.settle();
        }
        assertEquals(State.CLOSED, state(0));
    }

    /** A probe whose client goes away has shown nothing, and another one may be it. */
    @Test
    void losesNoProbeToAClientThatGoesAway() {
        final ScriptedClient client = aClientBefore(1, POLICY);
        exchange(client, REQUESTS_MIN, 500);
        harness.advanceMs(OPEN_MS + 2);
        for (int i = 0; i < 5; i++) {
            final ScriptedClient fickle = harness.client();
            fickle.sends(GET);
            harness.settle();
            fickle.resets();
            harness.settle();
        }
        assertEquals(State.HALF_OPEN, state(0));
        exchange(client, 2, 200);
        assertEquals(State.CLOSED, state(0));
    }

    /**
     * Room comes when the breaker of a full pool's backend lets it be picked again, or the wait is over when it does
     * not.
     */
    @ParameterizedTest
    @EnumSource(Scope.class)
    void endsTheWaitOfThoseInTheLineWhenItOpens(Scope scope) {
        backends = 1;
        final BreakerPolicy policy = new BreakerPolicy(Mode.ENFORCE, scope, 0.5, null, 1, 10_000, OPEN_MS, 2);
        harness.setup().connectionsMax(1).pools(pool -> List.of(pool.withBreaker(policy)));
        final ScriptedClient running = harness.client();
        running.sends(GET);
        harness.settle();
        final ScriptedClient waiting = harness.client();
        waiting.sends(GET);
        harness.settle();
        answerAll(500);
        running.expectsStatus(500);
        waiting.expectsFailure(503, "breaker_open");
        assertEquals(0, harness.snapshot().pool(0).permits().waiting());
    }

    @Test
    void servesThoseInTheLineWhenItsPauseIsOver() {
        backends = 2;
        harness.setup().backends(2).connectionsMax(1).queue(10, 60_000);
        harness.setup().pools(pool -> List.of(pool.withBreaker(POLICY)));
        final ScriptedClient failing = harness.client();
        exchange(failing, 2 * REQUESTS_MIN, 500);
        assertEquals(State.OPEN, state(0));
        final ScriptedClient running = harness.client();
        running.sends(GET);
        harness.settle();
        final ScriptedClient waiting = harness.client();
        waiting.sends(GET);
        harness.settle();
        assertEquals(1, harness.snapshot().pool(0).permits().waiting());
        harness.advanceMs(OPEN_MS + 2);
        assertEquals(0, harness.snapshot().pool(0).permits().waiting());
        answerAll(200);
        running.expectsStatus(200);
        waiting.expectsStatus(200);
    }
}
