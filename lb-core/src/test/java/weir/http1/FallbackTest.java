package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.HEAD;
import static weir.http1.Messages.POST;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.AdminState;
import weir.model.BreakerPolicy;
import weir.model.ExchangeEnd;
import weir.model.Fallback;
import weir.model.FixedResponse;
import weir.model.Health;
import weir.model.Pool;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.snapshot.BackendState;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

/** A pool that can take no request leaves it to another pool, or to a response of the user's. */
class FallbackTest {
    private static final FixedResponse SORRY = new FixedResponse(503, "text/html; charset=utf-8", "<p>sörry", 30);

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    /** Pools of one backend each; each falls back to the next, the last to what is given. */
    private ScriptedClient aClientBefore(int pools, Fallback last) {
        harness.setup()
                .backends(pools)
                .pools(all -> java.util.stream.IntStream.range(0, pools)
                        .mapToObj(i -> one(all, i).withFallback(i + 1 == pools ? last : Fallback.to(i + 1)))
                        .toList());
        return harness.client();
    }

    private static Pool one(Pool all, int backend) {
        return all.withName("p" + backend).withBackends(List.of(all.backends().get(backend)));
    }

    private void down(int pool) {
        harness.setHealth(pool, 0, false, 1);
    }

    private void expectsServedBy(ScriptedClient client, int backend) {
        client.sends(GET);
        harness.backend(backend).expectsRequest("GET /a");
        harness.backend(backend).answers("from " + backend);
        client.expectsResponse(200, "from " + backend);
    }

    private static String text(AccessRecord record, Text text) {
        final StringBuilder out = new StringBuilder();
        for (int i = 0; i < record.length(text); i++) {
            out.append((char) record.at(text, i));
        }
        return out.toString();
    }

    @Test
    void isNotUsedWhileThePoolHasSomebody() {
        final ScriptedClient client = aClientBefore(2, null);
        expectsServedBy(client, 0);
        assertEquals(0, harness.count(Counter.FALLBACKS));
        assertEquals(AccessRecord.ABSENT, harness.records().get(0).get(Value.IS_FALLBACK));
    }

    @Test
    void isThePoolThatIsNamedThereUntilTheFirstIsBack() {
        final ScriptedClient client = aClientBefore(2, null);
        down(0);
        expectsServedBy(client, 1);
        assertEquals(1, harness.count(Counter.FALLBACKS));
        assertEquals(1, harness.records().get(0).get(Value.IS_FALLBACK));
        assertEquals("p1", text(harness.records().get(0), Text.POOL));
        harness.setHealth(0, 0, true, 2);
        expectsServedBy(client, 0);
        assertEquals(1, harness.count(Counter.FALLBACKS));
    }

    @Test
    void mayHaveAFallbackOfItsOwn() {
        final ScriptedClient client = aClientBefore(4, null);
        down(0);
        down(1);
        expectsServedBy(client, 2);
        down(2);
        down(3);
        client.sends(GET);
        client.expectsFailure(503, "no_healthy_backend");
        client.expectsOpen();
    }

    @Test
    void seesTheHostThatItsOwnPoolHas() {
        harness.setup()
                .backends(2)
                .pools(all -> List.of(
                        one(all, 0).withFallback(Fallback.to(1)),
                        new Pool(
                                "other",
                                all.balance(),
                                "other.internal",
                                List.of(all.backends().get(1)),
                                all.health(),
                                all.timeouts(),
                                all.keepAlive(),
                                all.retry())));
        final ScriptedClient client = harness.client();
        down(0);
        client.sends(GET);
        assertEquals(
                "other.internal", harness.backend(1).expectsRequest("GET /a").field("Host"));
        harness.backend(1).answers("x");
        client.expectsStatus(200);
    }

    @Test
    void mayBeAFixedResponse() {
        final ScriptedClient client = aClientBefore(1, Fallback.with(SORRY));
        expectsServedBy(client, 0);
        down(0);
        client.sends(GET);
        final WireMessage response = client.expectsStatus(503);
        assertEquals("<p>s\u00c3\u00b6rry", response.body(), "two bytes in UTF-8, shown one by one");
        assertEquals("text/html; charset=utf-8", response.field("Content-Type"));
        assertEquals("30", response.field("Retry-After"));
        client.sends(HEAD);
        assertEquals("9", client.expectsResponseToHead(503).field("Content-Length"));
        client.sends(POST);
        client.expectsStatus(503);
        client.expectsOpen();
        assertEquals(3, harness.view().ends().get(ExchangeEnd.NO_BACKEND));
        assertEquals(3, harness.count(Counter.FALLBACKS));
    }

    @Test
    void mayChangeTheStatusAlone() {
        final ScriptedClient client = aClientBefore(2, Fallback.with(FixedResponse.of(429)));
        down(0);
        down(1);
        client.sends(GET);
        final WireMessage response = client.expectsStatus(429);
        assertEquals("429 no_healthy_backend\n", response.body());
        assertEquals("text/plain", response.field("Content-Type"));
        assertEquals("4", response.field("Retry-After"), "what the checks take");
        assertEquals(429, harness.records().get(0).get(Value.STATUS));
        assertEquals("p1", text(harness.records().get(0), Text.POOL));
    }

    @Test
    void sendsTheLongestTextAtOnce() {
        final String text = Messages.body((int) FixedResponse.TEXT_RANGE.max());
        final ScriptedClient client =
                aClientBefore(1, Fallback.with(new FixedResponse(500, FixedResponse.CONTENT_TYPE, text, 0)));
        down(0);
        client.sends(GET);
        client.expectsResponse(500, text);
    }

    @Test
    void takesWhatFindsNoPlaceInTheLine() {
        harness.setup().connectionsMax(1).queue(1, 1_000);
        final ScriptedClient running = aClientBefore(2, Fallback.with(SORRY));
        running.sends(GET);
        harness.settle();
        final ScriptedClient waiting = harness.client();
        waiting.sends(GET);
        harness.settle();
        final ScriptedClient third = harness.client();
        expectsServedBy(third, 1);
        assertEquals(1, harness.count(Counter.FALLBACKS));
        harness.backend(0).answers("running");
        running.expectsResponse(200, "running");
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).answers("waiting");
        waiting.expectsResponse(200, "waiting");
        expectsServedBy(third, 0);
        assertEquals(1, harness.count(Counter.FALLBACKS));
    }

    @Test
    void isTheResponseForWhoHasWaitedTooLong() {
        harness.setup().connectionsMax(1).queue(1, 1_000);
        final ScriptedClient running = aClientBefore(1, Fallback.with(SORRY));
        running.sends(GET);
        harness.settle();
        final ScriptedClient waiting = harness.client();
        waiting.sends(GET);
        harness.settle();
        final ScriptedClient third = harness.client();
        third.sends(GET);
        assertEquals("30", third.expectsStatus(503).field("Retry-After"));
        harness.advanceMs(1_001);
        assertEquals("text/html; charset=utf-8", waiting.expectsStatus(503).field("Content-Type"));
        assertEquals(1, harness.view().ends().get(ExchangeEnd.QUEUE_TIMEOUT));
        assertEquals(1, harness.view().ends().get(ExchangeEnd.QUEUE_FULL));
        assertEquals(2, harness.count(Counter.FALLBACKS));
        harness.backend(0).answers("running");
        running.expectsResponse(200, "running");
    }

    @Test
    void leavesBoundClientsToABackendThatIsBeingDrained() {
        harness.setup().sticky(Sticky.by(StickyCookie.named("W")));
        final ScriptedClient client = aClientBefore(2, null);
        client.sends(GET);
        harness.backend(0).answersAll(request -> "before");
        final String line = client.expectsResponse(200, "before").field("Set-Cookie");
        final String bound =
                GET.replace("\r\n\r\n", "\r\nCookie: " + line.substring(0, line.indexOf(';')) + "\r\n\r\n");
        harness.tell(new BackendState(0, 0, Health.UP, false, AdminState.DRAIN, 1, 1, 1));
        client.sends(bound);
        harness.backend(0).answersAll(request -> "bound");
        client.expectsResponse(200, "bound");
        assertEquals(0, harness.count(Counter.FALLBACKS));
        client.sends(GET);
        harness.backend(1).answersAll(request -> "new");
        client.expectsResponse(200, "new");
        harness.tell(new BackendState(0, 0, Health.UP, false, AdminState.MAINTENANCE, 1, 1, 2));
        client.sends(bound);
        assertNull(harness.backend(1).expectsRequest("GET /a").field("Cookie"), "which is Weir's own");
        harness.backend(1).answers("moved");
        assertNotNull(client.expectsResponse(200, "moved").field("Set-Cookie"), "that of the other pool");
    }

    @Test
    void takesBoundClientsWhenTheBreakerOfTheirPoolIsOpen() {
        final BreakerPolicy policy =
                new BreakerPolicy(BreakerPolicy.Mode.ENFORCE, BreakerPolicy.Scope.POOL, 0.5, null, 1, 10_000, 5_000, 1);
        harness.setup()
                .backends(2)
                .sticky(Sticky.by(StickyCookie.named("W")))
                .pools(all -> List.of(one(all, 0).withFallback(Fallback.to(1)).withBreaker(policy), one(all, 1)));
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(0).answersAll(500, request -> "bad");
        final String line = client.expectsStatus(500).field("Set-Cookie");
        client.sends(GET.replace("\r\n\r\n", "\r\nCookie: " + line.substring(0, line.indexOf(';')) + "\r\n\r\n"));
        harness.backend(1).answersAll(request -> "other");
        client.expectsResponse(200, "other");
    }
}
