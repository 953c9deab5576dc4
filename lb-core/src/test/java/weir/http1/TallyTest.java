package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static weir.http1.Messages.GET;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.ExchangeEnd;
import weir.stats.BackendTotals;
import weir.stats.StatusClass;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** What exchanges leave behind in the numbers of their backend and their listener. */
class TallyTest {
    private static final long MS = 1_000_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private BackendTotals totals(int backend) {
        final BackendTotals totals = new BackendTotals(ExchangeEnd.values().length);
        harness.view().pool(0).tally(backend).addTo(totals);
        return totals;
    }

    private int inFlight(int backend) {
        return harness.snapshot().pool(0).loads().inFlight(backend);
    }

    @Test
    void countsNothingPerBackendUnlessSomebodyMayAsk() {
        harness.setup();
        assertNull(harness.view().pool(0).tally(0));
    }

    @Test
    void countsAnExchangeByStatusBytesAndLatency() {
        harness.setup().admin();
        final ScriptedClient client = harness.client();
        client.sends("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        harness.backend().expectsRequest("POST /a", "abc");
        harness.clock().advanceMs(40);
        harness.backend().answers(404, "not here");
        client.expectsResponse(404, "not here");
        assertEquals(1, totals(0).statuses(4));
        assertEquals(3, totals(0).requestBytes());
        assertEquals(8, totals(0).responseBytes());
        assertEquals(40 * MS, totals(0).latencies().maxNs());
        assertEquals(0, totals(0).failures());
        assertEquals(1, harness.listenerTally().statuses(4));
    }

    @Test
    void countsWhatIsInFlightThoughRoundRobinDoesNotAsk() {
        harness.setup().admin();
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        assertEquals(1, inFlight(0));
        harness.backend().answers("done");
        client.expectsResponse(200, "done");
        assertEquals(0, inFlight(0));
    }

    @Test
    void blamesTheBackendThatFailedAndCountsTheRetryThere() {
        harness.setup().admin().backends(2);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(1).answers("second");
        client.expectsResponse(200, "second");
        assertEquals(1, totals(0).failures(ExchangeEnd.CONNECT_REFUSED.ordinal()));
        assertEquals(1, totals(0).statuses(StatusClass.NONE));
        assertEquals(1, totals(0).retries());
        assertEquals(0, totals(0).latencies().count());
        assertEquals(0, totals(1).failures());
        assertEquals(1, totals(1).statuses(2));
        assertEquals(1, harness.listenerTally().statuses(2), "the client got one response");
    }

    @Test
    void blamesNoBackendForAClientThatGoes() {
        harness.setup().admin();
        final ScriptedClient client = harness.client();
        client.sends(GET);
        client.resets();
        harness.settle();
        assertEquals(0, totals(0).failures());
        assertEquals(1, totals(0).statuses(StatusClass.NONE));
        assertEquals(1, harness.listenerTally().statuses(StatusClass.NONE));
        assertEquals(0, harness.listenerTally().connectionsOpen());
    }

    @Test
    void countsRefusedRequestsForTheListenerAlone() {
        harness.setup().admin();
        harness.client().sends("GET / HTTP/1.1\r\n\r\n");
        harness.settle();
        assertEquals(1, harness.listenerTally().statuses(4));
        assertEquals(0, totals(0).requests());
    }
}
