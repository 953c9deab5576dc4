package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.POST_HEAD;
import static weir.http1.Messages.chunked;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.http.Fault;
import weir.model.ExchangeEnd;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;

/**
 * What the access log is told, turn by turn. That each end leaves one record the harness checks after every test of
 * this package.
 */
class ExchangeLogEntryTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void measuresEachPhase() {
        final ScriptedClient client = harness.client();
        client.sends(GET.substring(0, 5));
        harness.settle();
        harness.advanceMs(10);
        client.sends(GET.substring(5));
        harness.backend().expectsRequest("GET /a");
        harness.advanceMs(30);
        harness.backend().sends("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        client.expectsPart();
        harness.advanceMs(40);
        harness.backend().sends("cd");
        client.expectsResponse(200, "abcd");
        final AccessRecord record = onlyRecord();
        assertEquals(10_000, record.get(Value.HEAD_US));
        assertEquals(0, record.get(Value.CONNECT_US));
        assertEquals(30_000, record.get(Value.RESPONSE_US));
        assertEquals(80_000, record.get(Value.TOTAL_US));
        assertEquals(4, record.get(Value.RESPONSE_BYTES));
        assertEquals(harness.clock().nowNs(), record.get(Value.END_NS));
    }

    @Test
    void countsContentAndNotFraming() {
        final ScriptedClient client = harness.client();
        client.sends("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked("0123456789", 3));
        harness.settle();
        harness.backend().sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked("abcdefg", 2));
        client.expectsStatus(200);
        assertEquals(10, onlyRecord().get(Value.REQUEST_BYTES));
        assertEquals(7, onlyRecord().get(Value.RESPONSE_BYTES));
    }

    @Test
    void namesTheBackendOfTheLastTry() {
        harness.setup().backends(2);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend(1).answers("second");
        client.expectsResponse(200, "second");
        final AccessRecord record = onlyRecord();
        assertEquals(1, record.get(Value.RETRIES));
        assertEquals(harness.snapshot().pools().get(0).backends().get(1).id(), text(record, Text.BACKEND));
        assertEquals(harness.snapshot().pools().get(0).name(), text(record, Text.POOL));
    }

    @Test
    void saysNothingOfTheRequestBefore() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.backend().answers("x");
        client.expectsStatus(200);
        client.sends("\001\r\n\r\n");
        client.expectsStatus(400);
        final AccessRecord record = harness.records().get(1);
        expects(record, ExchangeEnd.REFUSED, 400);
        assertEquals(Fault.BAD_METHOD.ordinal(), record.get(Value.FAULT));
        for (Text absent : List.of(Text.METHOD, Text.TARGET, Text.HOST, Text.POOL, Text.BACKEND)) {
            assertEquals(0, record.length(absent), absent.name());
        }
        assertEquals(AccessRecord.ABSENT, record.get(Value.RESPONSE_US));
        assertEquals(0, record.get(Value.RESPONSE_BYTES));
    }

    @Test
    void namesTheFaultOfAResponse() {
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        harness.backend().sends("HTTP/1.1 200 OK\r\nb@d: x\r\n\r\n");
        client.expectsStatus(502);
        expects(onlyRecord(), ExchangeEnd.RESPONSE_MALFORMED, 502);
        assertEquals(Fault.BAD_FIELD_NAME.ordinal(), onlyRecord().get(Value.FAULT));
    }

    @Test
    void tellsOfAHeadThatNeverEnds() {
        final ScriptedClient client = harness.client();
        client.sends("GET /slow HTTP/1.1\r\nHost");
        harness.settle();
        harness.advanceMs(Setup.HEAD_MS + 2);
        client.expectsStatus(408);
        expects(onlyRecord(), ExchangeEnd.HEAD_TIMEOUT, 408);
        assertEquals("/slow", text(onlyRecord(), Text.TARGET));
        assertEquals(AccessRecord.ABSENT, onlyRecord().get(Value.HEAD_US));
    }

    @Test
    void tellsOfAnExchangeThatABugOfOursEnds() {
        final ScriptedClient client = harness.client();
        client.sends(POST_HEAD + "01234");
        harness.settle();
        client.failsNextRead();
        client.sends("56");
        client.expectsReset();
        harness.expectsFaults(1);
        expects(onlyRecord(), ExchangeEnd.INTERNAL, 0);
    }

    @Test
    void tellsOfAnExchangeThatIsCutByTheStop() {
        final ScriptedClient client = harness.client();
        final ScriptedClient idle = harness.client();
        client.sends(GET);
        harness.backend().expectsRequest("GET /a");
        harness.view().cut();
        harness.settle();
        client.expectsEnd();
        idle.expectsEnd();
        expects(onlyRecord(), ExchangeEnd.STOPPED, 0);
    }

    private AccessRecord onlyRecord() {
        assertEquals(1, harness.records().size());
        return harness.records().get(0);
    }

    private static void expects(AccessRecord record, ExchangeEnd end, int status) {
        assertEquals(end, ExchangeEnd.values()[(int) record.get(Value.END)]);
        assertEquals(status, record.get(Value.STATUS));
    }

    private static String text(AccessRecord record, Text text) {
        final StringBuilder chars = new StringBuilder();
        for (int i = 0; i < record.length(text); i++) {
            chars.append((char) record.at(text, i));
        }
        return chars.toString();
    }
}
