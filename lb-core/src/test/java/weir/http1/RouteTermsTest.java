package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.http1.Messages.body;
import static weir.http1.Messages.chunked;
import static weir.http1.Messages.get;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.accesslog.AccessRecord.Value;
import weir.model.ExchangeEnd;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.model.RetryPolicy;
import weir.model.RetryPolicy.Budget;
import weir.model.Route;
import weir.model.RouteTerms;
import weir.snapshot.Outcome;
import weir.stats.Counter;
import weir.stats.OutcomeRing;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/** A route whose times, body limit and retries are its own, beside one that has those of listener and pool. */
class RouteTermsTest {
    private static final int MS = 400;
    private static final RouteTerms TOTAL = RouteTerms.NONE.withTimeouts(RouteTerms.UNSET, RouteTerms.UNSET, MS);
    private static final RetryPolicy ON_503 =
            RetryPolicy.DEFAULTS.withStatuses(Set.of(503)).withBackoffMs(0);

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private ScriptedClient aClientWhere(RouteTerms own) {
        harness.setup().routes(new Route(null, "/own/*", 0).withTerms(own), new Route(null, "/else/*", 0));
        return harness.client();
    }

    private void expectsTimeout(ScriptedClient client, String word) {
        client.expectsNothing();
        harness.advanceMs(10);
        client.expectsFailure(504, word);
    }

    // --- times

    @Test
    void waitsForAResponseAsLongAsItsRouteSays() {
        final ScriptedClient client =
                aClientWhere(RouteTerms.NONE.withTimeouts(MS, RouteTerms.UNSET, RouteTerms.UNSET));
        client.sends(get("/own/a"));
        harness.settle();
        harness.advanceMs(MS - 5);
        expectsTimeout(client, "upstream_response_timeout");
        client.sends(get("/else/a"));
        harness.settle();
        harness.advanceMs(Setup.RESPONSE_MS - 5);
        expectsTimeout(client, "upstream_response_timeout");
    }

    @Test
    void waitsForTheRestOfABodyAsLongAsItsRouteSays() {
        final ScriptedClient client =
                aClientWhere(RouteTerms.NONE.withTimeouts(RouteTerms.UNSET, MS, RouteTerms.UNSET));
        client.sends(get("/own/a"));
        harness.backend().expectsRequest("GET /own/a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
        client.expectsPart();
        harness.advanceMs(MS + 10);
        client.expectsCutResponse();
        assertEquals(1, harness.ends(ExchangeEnd.RESPONSE_STALLED));
    }

    @Test
    void endsWhatHasNoTimeLeftInAll() {
        final ScriptedClient client = aClientWhere(TOTAL);
        client.sends(get("/own/a"));
        harness.backend().expectsRequest("GET /own/a");
        harness.advanceMs(MS - 5);
        expectsTimeout(client, "total_timeout");
        client.sends(get("/else/a"));
        harness.backend().expectsRequest("GET /else/a");
        harness.advanceMs(2 * MS);
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    @Test
    void blamesABackendThatHadMostOfTheTime() {
        harness.setup().health(HealthCheck.DEFAULTS);
        final ScriptedClient client = aClientWhere(TOTAL);
        client.sends(get("/own/a"));
        harness.backend().expectsRequest("GET /own/a");
        harness.advanceMs(MS + 5);
        client.expectsFailure(504, "total_timeout");
        assertEquals(Passive.Failure.TIMEOUT, Outcome.failure(harness.outcomes().poll()));
    }

    @Test
    void blamesNoBackendThatHadHardlyAnyTime() {
        harness.setup().health(HealthCheck.DEFAULTS).connectionsMax(1).queue(10, Setup.QUEUE_MS);
        final ScriptedClient busy = aClientWhere(TOTAL);
        busy.sends(get("/else/a"));
        harness.backend().expectsRequest("GET /else/a");
        final ScriptedClient waiting = harness.client();
        waiting.sends(get("/own/a"));
        harness.settle();
        harness.advanceMs(MS * 3 / 4);
        harness.backend().answers("x");
        busy.expectsResponse(200, "x");
        harness.backend().expectsRequest("GET /own/a");
        harness.advanceMs(MS / 4 + 5);
        waiting.expectsFailure(504, "total_timeout");
        assertEquals(OutcomeRing.EMPTY, harness.outcomes().poll());
    }

    @Test
    void endsItInTheLineBeforeFullBackends() {
        harness.setup().connectionsMax(1).queue(10, Setup.QUEUE_MS);
        final ScriptedClient busy = aClientWhere(TOTAL);
        busy.sends(get("/else/a"));
        harness.backend().expectsRequest("GET /else/a");
        final ScriptedClient waiting = harness.client();
        waiting.sends(get("/own/a"));
        harness.settle();
        harness.advanceMs(MS - 5);
        expectsTimeout(waiting, "total_timeout");
        harness.backend().answers("x");
        busy.expectsResponse(200, "x");
        waiting.sends(get("/own/b"));
        harness.backend().expectsRequest("GET /own/b");
        harness.backend().answers("y");
        waiting.expectsResponse(200, "y");
    }

    @Test
    void endsItBetweenTwoAttempts() {
        harness.setup().backends(3).retry(RetryPolicy.DEFAULTS.withBackoffMs(10_000));
        final ScriptedClient client = aClientWhere(TOTAL);
        for (int i = 0; i < 3; i++) {
            harness.backend(i).door(Door.REFUSES);
        }
        client.sends(get("/own/a"));
        harness.settle();
        harness.advanceMs(MS - 5);
        expectsTimeout(client, "total_timeout");
        for (int i = 0; i < 3; i++) {
            harness.backend(i).door(Door.OPEN);
        }
        harness.advanceMs(9_000);
        client.sends(get("/own/b"));
        harness.settle();
        assertEquals(1, harness.ends(ExchangeEnd.TOTAL_TIMEOUT));
    }

    @Test
    void cutsAResponseThatIsNotThereInTime() {
        final ScriptedClient client = aClientWhere(TOTAL);
        client.sends(get("/own/a"));
        harness.backend().expectsRequest("GET /own/a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0");
        for (int i = 0; i < 4; i++) {
            harness.advanceMs(MS / 5);
            harness.backend().sends(".");
            client.expectsPart();
        }
        harness.advanceMs(MS / 5 + 10);
        client.expectsCutResponse();
        assertEquals(1, harness.ends(ExchangeEnd.TOTAL_TIMEOUT));
    }

    @Test
    void countsEachRequestOfAConnectionForItself() {
        final ScriptedClient client = aClientWhere(TOTAL);
        for (int i = 0; i < 5; i++) {
            client.sends(get("/own/a"));
            harness.backend().expectsRequest("GET /own/a");
            harness.advanceMs(MS * 3 / 4);
            harness.backend().answers("x");
            client.expectsResponse(200, "x");
        }
        harness.advanceMs(2 * MS);
        client.expectsOpen();
    }

    @Test
    void leavesATunnelItsOwnTimes() {
        final ScriptedClient client = aClientWhere(TOTAL);
        client.sends("GET /own/a HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n");
        harness.backend().expectsRequest("GET /own/a");
        harness.backend().sends("HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n");
        client.expectsStatus(101);
        harness.advanceMs(3 * MS);
        client.sends("hello");
        harness.settle();
        harness.backend().sends("hello");
        harness.settle();
        client.expectsOpen();
        client.ends();
        harness.settle();
        harness.backend().ends();
    }

    // --- the body

    @ParameterizedTest
    @ValueSource(longs = {5, 20})
    void takesABodyAsLargeAsItsRouteSays(long own) {
        harness.setup().bodyBytesMax(10);
        final ScriptedClient client = aClientWhere(RouteTerms.NONE.withBodyBytesMax(own));
        for (boolean isChunked : List.of(false, true)) {
            expectsTaken(client, "/own/a", body((int) own), isChunked);
            expectsTaken(client, "/else/a", body(10), isChunked);
            expectsRefused("/own/a", body((int) own + 1), isChunked);
            expectsRefused("/else/a", body(11), isChunked);
            expectsRefused("/neither", body(11), isChunked);
        }
        assertEquals(6, harness.ends(ExchangeEnd.REFUSED));
    }

    private static String request(String path, String body, boolean isChunked) {
        final String framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length();
        return "PUT " + path + " HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n"
                + (isChunked ? chunked(body, 4) : body);
    }

    private void expectsTaken(ScriptedClient client, String path, String body, boolean isChunked) {
        client.sends(request(path, body, isChunked));
        harness.backend().expectsRequest("PUT " + path, body);
        harness.backend().answers("x");
        client.expectsResponse(200, "x");
    }

    private void expectsRefused(String path, String body, boolean isChunked) {
        final ScriptedClient client = harness.client();
        client.sends(request(path, body, isChunked));
        client.expectsFailure(413, "body_too_large");
    }

    // --- retries

    @Test
    void triesAgainWhereOnlyItsRouteSaysSo() {
        harness.setup().backends(2).retryAttempts(0);
        final ScriptedClient client = aClientWhere(RouteTerms.NONE.withRetry(ON_503));
        client.sends(get("/own/a"));
        harness.backend(0).expectsRequest("GET /own/a");
        harness.backend(0).answers(503, "busy");
        harness.backend(1).expectsRequest("GET /own/a");
        harness.backend(1).answers("fine");
        client.expectsResponse(200, "fine");
        client.sends(get("/else/a"));
        harness.backend(0).expectsRequest("GET /else/a");
        harness.backend(0).answers(503, "busy");
        client.expectsResponse(503, "busy");
        assertEquals(1, harness.count(Counter.RETRIES));
    }

    @Test
    void doesNotTryAgainWhereItsRouteSaysSo() {
        harness.setup().backends(2).retry(ON_503);
        final ScriptedClient client = aClientWhere(RouteTerms.NONE.withRetry(new RetryPolicy(0, ON_503.on())));
        client.sends(get("/own/a"));
        harness.backend(0).expectsRequest("GET /own/a");
        harness.backend(0).answers(503, "busy");
        client.expectsResponse(503, "busy");
        assertEquals(0, harness.records().get(0).get(Value.RETRIES));
    }

    @Test
    void spendsOfItsPoolsBudget() {
        harness.setup().backends(2).retry(new RetryPolicy(0, Set.of()).withBudget(new Budget(0, 1)));
        final ScriptedClient client = aClientWhere(RouteTerms.NONE.withRetry(ON_503.withBudget(Budget.NONE)));
        int answered = 0;
        for (int i = 0; i < 20; i++) {
            client.sends(get("/own/a"));
            harness.settle();
            answered += harness.backend(0).answersAll(503, request -> "busy");
            answered += harness.backend(1).answersAll(503, request -> "busy");
            answered += harness.backend(0).answersAll(503, request -> "busy");
            client.expectsStatus(503);
        }
        assertEquals(20 + harness.count(Counter.RETRIES), answered);
        assertEquals(10, harness.count(Counter.RETRIES), "as many as ten seconds bring in");
        assertEquals(10, harness.count(Counter.RETRIES_OVER_BUDGET));
    }
}
