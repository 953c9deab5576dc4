package weir.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.WireMessage;

/** Connections that begin with a PROXY header, and those that should. */
class ProxiedClientTest {
    private static final String PROXY = "192.0.2.0/24"; // the harness's clients come from there
    private static final String HEADER = "PROXY TCP4 203.0.113.9 198.51.100.1 40000 80\r\n";
    private static final String LOCAL = "\r\n\r\n\0\r\nQUIT\n" + "\u0020\0\0\0";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private static String client(AccessRecord record) {
        final StringBuilder address = new StringBuilder();
        for (int i = 0; i < record.length(Text.CLIENT); i++) {
            address.append(i == 0 ? "" : ".").append(record.at(Text.CLIENT, i) & 0xff);
        }
        return address.toString();
    }

    @Test
    void theHeaderNamesTheClientWhereverItsBytesAreCut() {
        harness.setup().proxyProtocolFrom(PROXY);
        for (int cut = 0; cut <= HEADER.length() + 5; cut++) {
            final ScriptedClient client = harness.client();
            client.sendsSplitAt(cut, HEADER + REQUEST);
            final WireMessage request = harness.backend().expectsRequest("GET /");
            assertEquals("203.0.113.9", request.field("X-Forwarded-For"));
            harness.backend().answers("hello");
            client.expectsResponse(200, "hello");
            client.ends();
            harness.settle();
            assertTrue(client.isClosed());
        }
        assertEquals("203.0.113.9", client(harness.records().get(0)));
        assertEquals(0, harness.view().clients().count());
    }

    @Test
    void withoutHttpTheFirstByteBehindTheHeaderIsTheFirstOfTheStream() {
        harness.setup().mode(ListenerMode.TCP).proxyProtocolFrom(PROXY);
        final ScriptedClient client = harness.client();
        client.sends(HEADER.substring(0, 20));
        harness.settle();
        assertEquals(0, harness.backend().attempts(), "nobody is picked before it is known for whom");
        client.sends(HEADER.substring(20) + "hello");
        harness.backend().newest().expectsBytes("hello");
        harness.backend().newest().sends("world");
        client.expectsBytes("world");
        client.resets();
        harness.settle();
        assertEquals("203.0.113.9", client(harness.records().get(0)));
    }

    @Test
    void aLocalHeaderLeavesTheAddressOfTheConnection() {
        harness.setup().proxyProtocolFrom(PROXY);
        final ScriptedClient client = harness.client();
        client.sends(LOCAL + REQUEST);
        assertEquals("192.0.2.7", harness.backend().expectsRequest("GET /").field("X-Forwarded-For"));
        client.resets();
        harness.settle();
    }

    @Test
    void othersSpeakForThemselves() {
        harness.setup().proxyProtocolFrom("10.0.0.0/8", "2001:db8::/32");
        final ScriptedClient client = harness.client();
        client.sends(REQUEST);
        assertEquals("192.0.2.7", harness.backend().expectsRequest("GET /").field("X-Forwarded-For"));
        harness.backend().answers("hello");
        client.expectsResponse(200, "hello");
        final ScriptedClient liar = harness.client();
        liar.sends(HEADER + REQUEST);
        liar.expectsStatus(400);
        client.resets();
        harness.settle();
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY_HEADER_MISSING, 'GET / HTTP/1.1|Host: a||'",
        "PROXY_HEADER_MALFORMED, 'PROXY TCP4 nobody 198.51.100.1 40000 80|'",
        "PROXY_HEADER_TOO_LONG, 'PROXY UNKNOWN 01234567890123456789012345678901234567890123456789"
                + "012345678901234567890123456789012345678901234567890123456789'"
    })
    void aProxyThatSendsNoneIsClosed(ExchangeEnd end, String bytes) {
        harness.setup().proxyProtocolFrom(PROXY);
        final ScriptedClient client = harness.client();
        client.sends(bytes.replace("|", "\r\n"));
        client.expectsEnd();
        assertEquals(1, harness.ends(end));
        assertEquals(1, harness.count(Counter.REFUSED));
        final AccessRecord record = harness.records().get(0);
        assertEquals(end.ordinal(), record.get(Value.END));
        assertEquals("192.0.2.7", client(record));
    }

    @Test
    void theHeaderHasADeadlineThatTricklingDoesNotMove() {
        harness.setup().proxyProtocolFrom(PROXY);
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 9; i++) {
            client.sends(HEADER.substring(i, i + 1));
            harness.advanceMs(Setup.HEAD_MS / 10);
        }
        client.expectsOpen();
        harness.advanceMs(Setup.HEAD_MS / 10 + 10);
        client.expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.PROXY_HEADER_TIMEOUT));
    }

    @Test
    void aLookAtThePortIsNothingToTellOf() {
        harness.setup().proxyProtocolFrom(PROXY);
        final ScriptedClient client = harness.client();
        client.ends();
        client.expectsEnd();
        assertEquals(0, harness.records().size());
        final ScriptedClient cut = harness.client();
        cut.sends("PROXY");
        cut.ends();
        cut.expectsEnd();
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "TCP"})
    void aStopLeavesAMomentForTheHeader(ListenerMode mode) {
        harness.setup().mode(mode).proxyProtocolFrom(PROXY);
        final ScriptedClient late = harness.client();
        final ScriptedClient silent = harness.client();
        harness.drain();
        late.sends(HEADER + REQUEST);
        harness.backend().expectsRequest("GET /");
        harness.advanceMs(600);
        silent.expectsEnd();
        late.resets();
        harness.settle();
        assertEquals(0, harness.view().clients().count());
    }

    @Test
    void aBugIsContainedBeforeAndBehindTheHeader() {
        harness.setup().proxyProtocolFrom(PROXY);
        final ScriptedClient before = harness.client();
        before.failsNextRead();
        before.sends(HEADER);
        harness.settle();
        assertTrue(before.isClosed());
        final ScriptedClient behind = harness.client();
        behind.sends(HEADER);
        harness.settle();
        behind.failsNextRead();
        behind.sends(REQUEST);
        behind.expectsReset();
        assertEquals(0, harness.view().clients().count());
        harness.expectsFaults(2);
    }
}
