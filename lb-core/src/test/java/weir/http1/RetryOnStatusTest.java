package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.GET_1_0;
import static weir.http1.Messages.HEAD;
import static weir.http1.Messages.POST;
import static weir.http1.Messages.body;
import static weir.http1.Messages.get;
import static weir.http1.Messages.put;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.accesslog.AccessRecord.Value;
import weir.model.ExchangeEnd;
import weir.model.RetryPolicy;
import weir.model.RetryPolicy.Budget;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

/** A response whose status is worth another try is given up before a byte of it has gone to the client. */
class RetryOnStatusTest {
    private static final RetryPolicy ON_503 =
            RetryPolicy.DEFAULTS.withStatuses(Set.of(503)).withBackoffMs(0);
    private static final String BUSY = BackendConnection.response(503, "busy");

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private ScriptedClient aClientBefore(int backends) {
        harness.setup().backends(backends).retry(ON_503);
        return harness.client();
    }

    /** The first backend gets the request and answers. */
    private void firstAnswers(String response) {
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).sends(response);
        harness.settle();
    }

    @Test
    void asksAnotherBackendInstead() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        firstAnswers(BUSY);
        client.expectsNothing();
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers("fine");
        client.expectsResponse(200, "fine");
        client.expectsOpen();
        assertEquals(1, harness.count(Counter.RETRIES));
        assertEquals(1, harness.count(Counter.SERVED));
        assertEquals(1, harness.records().get(0).get(Value.RETRIES));
        assertEquals(200, harness.records().get(0).get(Value.STATUS));
    }

    @Test
    void doesSoWhereverTheResponseIsCut() {
        final ScriptedClient client = aClientBefore(2);
        for (int cut = 1; cut < BUSY.length(); cut++) {
            client.sends(GET);
            harness.backend(0).expectsRequest("GET /a");
            harness.backend(0).newest().sendsSplitAt(cut, BUSY);
            harness.backend(1).expectsRequest("GET /a");
            harness.backend(1).answers("fine " + cut);
            client.expectsResponse(200, "fine " + cut);
        }
    }

    @Test
    void passesOnWhatTheLastBackendSaysAsItCame() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        firstAnswers(BUSY);
        harness.backend(1).sends("HTTP/1.1 503 Later\r\nRetry-After: 7\r\nContent-Length: 6\r\n\r\nnot me");
        final WireMessage response = client.expectsResponse(503, "not me");
        assertEquals("7", response.field("Retry-After"));
        client.expectsOpen();
        harness.backend(0).expectsAttempts(1);
        assertEquals(1, harness.count(Counter.RETRIES));
        assertEquals(1, harness.view().ends().get(ExchangeEnd.SERVED));
    }

    @Test
    void passesItOnWhenThereIsNoOtherBackend() {
        final ScriptedClient client = aClientBefore(1);
        client.sends(GET);
        firstAnswers(BUSY);
        client.expectsResponse(503, "busy");
        assertEquals(0, harness.count(Counter.RETRIES));
        assertEquals(0, harness.count(Counter.RETRIES_OVER_BUDGET));
    }

    @Test
    void passesItOnWhenTheOthersAreDown() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        harness.settle();
        harness.setHealth(1, false, 1);
        firstAnswers(BUSY);
        client.expectsResponse(503, "busy");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500, 502, 504})
    void passesOnOtherStatuses(int status) {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        firstAnswers(BackendConnection.response(status, "as it is"));
        client.expectsResponse(status, "as it is");
        harness.backend(1).expectsAttempts(0);
    }

    /** The client gets what the third one says, and the fourth is not asked. */
    private void backendsUpToTheThirdAreBusy(ScriptedClient client, int from) {
        for (int i = from; i < 3; i++) {
            harness.backend(i).expectsRequest("GET /a");
            harness.backend(i).answers(503, "busy " + i);
        }
        client.expectsResponse(503, "busy 2");
        harness.backend(3).expectsAttempts(0);
    }

    @Test
    void triesNoMoreOftenThanItMay() {
        final ScriptedClient client = aClientBefore(5);
        client.sends(GET);
        backendsUpToTheThirdAreBusy(client, 0);
    }

    @Test
    void countsAnAttemptThatWasRefusedLikeOneThatWasAnswered() {
        final ScriptedClient client = aClientBefore(4);
        harness.backend(0).door(Door.REFUSES);
        client.sends(GET);
        backendsUpToTheThirdAreBusy(client, 1);
    }

    @Test
    void neverSendsAPostAgain() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(POST);
        harness.backend(0).expectsRequest("POST /p", "0123456789");
        harness.backend(0).answers(503, "busy");
        client.expectsResponse(503, "busy");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void sendsAPutWithItsBodyAgain() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(put(body(300)));
        harness.backend(0).expectsRequest("PUT /p", body(300));
        harness.backend(0).answers(503, "busy");
        harness.backend(1).expectsRequest("PUT /p", body(300));
        harness.backend(1).answers("stored");
        client.expectsResponse(200, "stored");
    }

    @Test
    void sendsOnWhatComesOfTheBodyAfterwards() {
        final ScriptedClient client = aClientBefore(2);
        final String request = put(body(300));
        client.sends(request.substring(0, 200));
        harness.settle();
        harness.backend(0).sends(BUSY);
        harness.settle();
        assertTrue(harness.backend(0).newest().isClosed(), "half a request was sent on it");
        client.sends(request.substring(200));
        harness.backend(1).expectsRequest("PUT /p", body(300));
        harness.backend(1).answers("stored");
        client.expectsResponse(200, "stored");
        client.expectsOpen();
    }

    @Test
    void sendsABodyAgainOfWhichTheBackendHasTakenOnlyPart() {
        final ScriptedClient client = aClientBefore(2);
        harness.backend(0).newConnectionsTakeOnly(120);
        client.sends(put(body(500)));
        harness.settle();
        harness.backend(0).sends(BUSY);
        harness.backend(1).expectsRequest("PUT /p", body(500));
        harness.backend(1).answers("stored");
        client.expectsResponse(200, "stored");
    }

    @Test
    void readsOnAfterABackendThatAnsweredAndTookNoMoreOfTheBody() {
        final ScriptedClient client = aClientBefore(2);
        final String request = put(body(600));
        client.sends(request.substring(0, 100));
        harness.settle();
        harness.backend(0).sends(BUSY);
        harness.backend(0).resets();
        client.sends(request.substring(100, 300));
        harness.settle();
        client.sends(request.substring(300));
        harness.backend(1).expectsRequest("PUT /p", body(600));
        harness.backend(1).answers("stored");
        client.expectsResponse(200, "stored");
    }

    @Test
    void doesNotSendABodyAgainOfWhichTheBufferKeepsOnlyPart() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(put(body(3_000)));
        harness.backend(0).expectsRequest("PUT /p", body(3_000));
        harness.backend(0).answers(503, "busy");
        client.expectsResponse(503, "busy");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void keepsTheConnectionOfAResponseThatIsThereCompletely() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        firstAnswers("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n");
        harness.backend(1).answers("fine");
        client.expectsStatus(200);
        assertEquals(2, harness.idleUpstreams());
        client.sends(GET);
        harness.backend(0).newest().expectsRequest("GET /a");
        harness.backend(0).answers("better");
        client.expectsResponse(200, "better");
        harness.backend(0).expectsAttempts(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nbusy",
                "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n",
                "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\nrubbish",
                "HTTP/1.1 503 Busy\r\n\r\nbusy",
                "HTTP/1.0 503 Busy\r\nContent-Length: 4\r\n\r\nbusy",
                "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy",
                "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy and more"
            })
    void closesTheConnectionOfAnyOther(String response) {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        firstAnswers(response);
        assertTrue(harness.backend(0).newest().isClosed());
        harness.backend(1).answers("fine");
        client.expectsResponse(200, "fine");
        assertEquals(1, harness.idleUpstreams());
    }

    @Test
    void worksForHead() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(HEAD);
        harness.backend(0).expectsRequest("HEAD /a");
        harness.backend(0).sends("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\n");
        harness.settle();
        harness.backend(1).sends("HTTP/1.1 200 Fine\r\nContent-Length: 7\r\n\r\n");
        assertEquals("7", client.expectsResponseToHead(200).field("Content-Length"));
        assertEquals(2, harness.idleUpstreams());
    }

    @Test
    void worksForHttp10EvenBehindAnInterimResponseThatSuchAClientDoesNotGet() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET_1_0);
        harness.backend(0).sends("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + BUSY);
        harness.settle();
        harness.backend(1).answers("fine");
        client.expectsResponse(200, "fine");
        client.expectsEnd();
    }

    @Test
    void passesItOnAfterAnInterimResponseOfWhichTheClientHasAByte() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        firstAnswers("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + BUSY);
        client.expectsStatus(103);
        client.expectsResponse(503, "busy");
        harness.backend(1).expectsAttempts(0);
    }

    @Test
    void keepsPipelinedRequestsInOrder() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(get("/1") + get("/2") + get("/3"));
        harness.backend(0).expectsRequest("GET /1");
        harness.backend(0).answers(503, "busy");
        harness.backend(1).expectsRequest("GET /1");
        harness.backend(1).answers("one");
        client.expectsResponse(200, "one");
        harness.backend(0).expectsRequest("GET /2");
        harness.backend(0).answers("two");
        client.expectsResponse(200, "two");
        harness.backend(1).expectsRequest("GET /3");
        harness.backend(1).answers(503, "busy");
        harness.backend(0).expectsRequest("GET /3");
        harness.backend(0).answers("three");
        client.expectsResponse(200, "three");
    }

    @Test
    void failsAsTheLastAttemptDid() {
        final ScriptedClient client = aClientBefore(2);
        client.sends(GET);
        harness.backend(1).door(Door.REFUSES);
        firstAnswers(BUSY);
        client.expectsFailure(502, "upstream_connect_refused");
    }

    @Test
    void passesItOnWhenTheBudgetIsUsedUp() {
        harness.setup().backends(2).retry(ON_503.withBudget(new Budget(0, 0)));
        final ScriptedClient client = harness.client();
        client.sends(GET);
        firstAnswers(BUSY);
        client.expectsResponse(503, "busy");
        assertEquals(0, harness.count(Counter.RETRIES));
        assertEquals(1, harness.count(Counter.RETRIES_OVER_BUDGET));
    }

    /** Every backend fails every request. */
    @Test
    void cannotMultiplyAnOutage() {
        harness.setup().backends(3).retry(ON_503.withBudget(new Budget(0.2, 1)));
        final ScriptedClient client = harness.client();
        final int requests = 500;
        int attempts = 0;
        for (int i = 0; i < requests; i++) {
            client.sends(GET);
            for (int rounds = 0; rounds < 3; rounds++) {
                for (int b = 0; b < 3; b++) {
                    attempts += harness.backend(b).answersAll(503, request -> "busy");
                }
            }
            client.expectsResponse(503, "busy");
        }
        assertEquals(requests + requests / 5 + 10, attempts, "each, a fifth more, and what ten seconds give");
        assertEquals(attempts - requests, harness.count(Counter.RETRIES));
        assertTrue(harness.count(Counter.RETRIES_OVER_BUDGET) > 0);
    }

    @Test
    void aResponseIsWorthMoreThanAPlaceInTheLine() {
        harness.setup().backends(2).connectionsMax(1).retry(RetryPolicy.DEFAULTS.withStatuses(Set.of(503)));
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        for (ScriptedClient client : List.of(first, second)) {
            client.sends(GET);
            harness.settle();
        }
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).answers(503, "busy");
        first.expectsResponse(503, "busy");
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers(503, "busy");
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).answers("well");
        second.expectsResponse(200, "well");
        assertEquals(0, harness.count(Counter.QUEUED));
    }
}
