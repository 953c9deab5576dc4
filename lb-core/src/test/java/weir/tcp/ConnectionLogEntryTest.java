package weir.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

class ConnectionLogEntryTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void speakNoHttp() {
        harness.setup().mode(ListenerMode.TCP);
    }

    private static String text(AccessRecord record, Text text) {
        final StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < record.length(text); i++) {
            bytes.append((char) record.at(text, i));
        }
        return bytes.toString();
    }

    @Test
    void tellsOfEachConnectionAtItsEnd() {
        harness.backend().door(Door.SILENT);
        final ScriptedClient client = harness.client();
        client.sends("12345");
        harness.advanceMs(20);
        harness.backend().newest().accepts();
        harness.settle();
        harness.backend().sends("123");
        harness.advanceMs(30);
        assertEquals(0, harness.records().size());
        client.ends();
        harness.settle();
        harness.backend().ends();
        harness.settle();

        final AccessRecord record = harness.records().get(0);
        assertEquals("web", text(record, Text.LISTENER));
        assertEquals("app", text(record, Text.POOL));
        assertEquals("b0", text(record, Text.BACKEND));
        assertEquals("\u00c0\0\2\7", text(record, Text.CLIENT).replace('\uffc0', '\u00c0'));
        assertEquals(0, record.length(Text.METHOD));
        assertEquals(AccessRecord.ABSENT, record.get(Value.STATUS));
        assertEquals(ExchangeEnd.TUNNEL_CLOSED.ordinal(), record.get(Value.END));
        assertEquals(5, record.get(Value.REQUEST_BYTES));
        assertEquals(3, record.get(Value.RESPONSE_BYTES));
        assertEquals(20_000, record.get(Value.CONNECT_US));
        assertEquals(50_000, record.get(Value.TOTAL_US));
        assertEquals(AccessRecord.ABSENT, record.get(Value.QUEUE_US));
        assertEquals(0, record.get(Value.RETRIES));
    }

    @Test
    void tellsOfWaitsAndRetriesWithoutABackendToo() {
        harness.setup().backends(2).connectionsMax(1).retryAttempts(1);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient first = harness.client();
        first.expectsOpen();
        harness.backend(0).door(Door.OPEN);
        harness.client().expectsOpen();
        final ScriptedClient waits = harness.client();
        waits.expectsOpen();
        harness.advanceMs(40);
        first.resets();
        harness.settle();
        waits.expectsOpen();
        waits.resets();
        harness.settle();

        final AccessRecord ofFirst = harness.records().get(0);
        assertEquals(1, ofFirst.get(Value.RETRIES));
        assertEquals("b1", text(ofFirst, Text.BACKEND));
        assertEquals(ExchangeEnd.CLIENT_GONE.ordinal(), ofFirst.get(Value.END));
        final AccessRecord ofLast = harness.records().get(1);
        assertEquals(40_000, ofLast.get(Value.QUEUE_US));
        assertEquals(0, ofLast.get(Value.CONNECT_US));
    }
}
