package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.TlsFixtures;
import weir.testkit.WireMessage;

/** Backends of one pool believe what one listener tells them, whichever listener a request came by. */
class ReservedFieldsProxyTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @Test
    void aPlainListenerTakesOutWhatAnotherTellsOfCertificates() {
        harness.setup().beside(TlsFixtures.listenerThatTellsSubjects("X-Client-Subject"));
        final ScriptedClient client = harness.client();
        client.sends(
                "GET / HTTP/1.1\r\nHost: a\r\nX-Client-Subject: CN=admin\r\nX_Client_Subject: CN=admin\r\nX-Clients: 7\r\n\r\n");
        final WireMessage request = harness.backend().expectsRequest("GET /");
        assertNull(request.field("X-Client-Subject"));
        assertNull(request.field("X_Client_Subject"));
        assertEquals("7", request.field("X-Clients"));
        harness.backend().answers("hello");
        client.expectsResponse(200, "hello");
    }
}
