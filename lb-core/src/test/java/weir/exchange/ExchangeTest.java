package weir.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.ExchangeEnd;
import weir.stats.Counter;
import weir.testkit.LoopHarness;

/**
 * An exchange between streams that are no connections of HTTP/1.1: it asks for no more than the two abstract classes
 * say. That all buffers are home after it the harness checks.
 */
class ExchangeTest {
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private final BackendInMemory backend = new BackendInMemory();
    private ClientInMemory client;

    private void clientSendsRequest() {
        if (client == null) {
            client = new ClientInMemory(new ListenerTools(harness.view(), 0, new BackendInMemory()), backend);
        }
        client.sends(REQUEST);
    }

    @Test
    void carriesARequestAndItsResponse() {
        clientSendsRequest();
        assertTrue(backend.got().startsWith("GET /a HTTP/1.1\r\n"), backend.got());
        assertEquals("", client.fate());
        backend.sends(RESPONSE);
        assertTrue(client.got().startsWith("HTTP/1.1 200 OK\r\n"), client.got());
        assertTrue(client.got().endsWith("\r\n\r\nbody"), client.got());
        assertEquals("kept", client.fate());
        assertEquals("given back", backend.fate());
        assertEquals(1, harness.ends(ExchangeEnd.SERVED));
    }

    @Test
    void servesOneRequestAfterTheOther() {
        for (int i = 0; i < 3; i++) {
            clientSendsRequest();
            backend.sends(RESPONSE);
            assertEquals("kept", client.fate());
        }
        assertEquals(3, harness.ends(ExchangeEnd.SERVED));
    }

    @Test
    void sendsItAgainWhenTheConnectionHadEndedBefore() {
        clientSendsRequest();
        final String first = backend.got();
        backend.sends("");
        assertEquals(first, backend.got());
        assertEquals(1, harness.count(Counter.RETRIES));
        assertEquals("", client.fate());
        backend.sends(RESPONSE);
        assertTrue(client.got().endsWith("\r\n\r\nbody"), client.got());
        assertEquals(1, harness.ends(ExchangeEnd.SERVED));
    }

    @Test
    void answersItselfWhenNoBackendCanBeReached() {
        backend.takesNothing();
        clientSendsRequest();
        assertTrue(client.got().startsWith("HTTP/1.1 502 "), client.got());
        assertEquals("kept", client.fate());
        assertTrue(backend.isIdle());
        assertEquals(1, harness.ends(ExchangeEnd.CONNECT_FAILED));
    }

    @Test
    void answersItselfWhenTheResponseMakesNoSense() {
        clientSendsRequest();
        backend.sends("nonsense\r\n\r\n");
        assertTrue(client.got().startsWith("HTTP/1.1 502 "), client.got());
        assertEquals("closed", backend.fate());
        assertEquals(1, harness.ends(ExchangeEnd.RESPONSE_MALFORMED));
    }

    @Test
    void leavesTheBackendWhenTheClientIsGone() {
        clientSendsRequest();
        client.exchange().onClientBroken();
        assertEquals("closed", client.fate());
        assertEquals("closed", backend.fate());
        assertEquals(1, harness.ends(ExchangeEnd.CLIENT_GONE));
    }
}
