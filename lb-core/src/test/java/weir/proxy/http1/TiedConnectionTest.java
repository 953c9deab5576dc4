package weir.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.proxy.http1.Messages.GET;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Backends that authenticate a connection: it belongs to the client that has logged in there. */
class TiedConnectionTest {
    private static final String NTLM = "WWW-Authenticate: NTLM";

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private BackendConnection challenged(ScriptedClient client, String line, int status) {
        client.sends(GET);
        harness.settle();
        for (int i = 0; i < 2; i++) {
            for (BackendConnection connection : harness.backend(i).connections()) {
                if (!connection.unseen().isEmpty()) {
                    connection.expectsRequest("GET /a");
                    connection.sends("HTTP/1.1 " + status + " Who\r\n" + line + "\r\nContent-Length: 0\r\n\r\n");
                    client.expectsStatus(status);
                    return connection;
                }
            }
        }
        throw new AssertionError("no request");
    }

    private ScriptedClient aClient() {
        harness.setup().backends(2);
        return harness.client();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WWW-Authenticate: NTLM | true",
                "WWW-Authenticate: negotiate | true",
                "WWW-Authenticate: Negotiate oYG2MIGzoAMKAQE= | true",
                "www-authenticate: Basic realm=\"a, NTLM\", Negotiate | true",
                "WWW-Authenticate: Basic realm=\"a\",charset=x,,ntlm | true",
                "WWW-Authenticate: Basic realm=\"a, NTLM | true",
                "Proxy-Authenticate: NTLM | true",
                "WWW-Authenticate: Basic realm=\"a, NTLM\" | false",
                "WWW-Authenticate: Basic realm=\"a\\\", NTLM\" | false",
                "WWW-Authenticate: Digest a=\"x\", NTLM = \"y\" | false",
                "WWW-Authenticate: NTLMv9 | false",
                "WWW-Authenticate: Bearer | false",
            })
    void aChallengeTiesTheConnectionToItsClient(String line, boolean isTied) {
        final ScriptedClient one = aClient();
        final BackendConnection tied = challenged(one, line, line.startsWith("P") ? 407 : 401);
        assertEquals(isTied ? 0 : 1, harness.idleUpstreams(), "for everybody");
        for (int i = 0; i < 4; i++) {
            final ScriptedClient two = harness.client();
            two.sends(GET);
            harness.settle();
            final int count = harness.backend(0).answersAll(it -> "a")
                    + harness.backend(1).answersAll(it -> "a");
            assertEquals(1, count);
            two.expectsResponse(200, "a");
            two.resets();
        }
        if (isTied) {
            assertEquals("", tied.unseen(), "nobody else's");
            for (int i = 0; i < 3; i++) {
                one.sends(GET);
                tied.expectsRequest("GET /a");
                tied.answers("yours");
                one.expectsResponse(200, "yours");
            }
            one.ends();
            harness.settle();
            assertTrue(tied.isClosed(), "with its client");
        }
    }

    @Test
    void credentialsThatComeUnaskedTieItToo() {
        final ScriptedClient one = harness.client();
        one.sends("GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Negotiate abc=\r\n\r\n");
        final BackendConnection tied = harness.backend().newest();
        tied.expectsRequest("GET /a");
        tied.answers("hello one");
        one.expectsResponse(200, "hello one");
        final ScriptedClient two = harness.client();
        two.sends(GET);
        harness.backend().expectsAttempts(2);
        tied.expectsNothing();
        assertFalse(tied.isClosed());
    }

    @Test
    void aPipelinedRequestGoesOnOnIt() {
        final ScriptedClient one = aClient();
        one.sends(GET + GET);
        harness.backend(0).expectsRequest("GET /a");
        final BackendConnection tied = harness.backend(0).newest();
        tied.sends("HTTP/1.1 401 Who\r\n" + NTLM + "\r\nContent-Length: 0\r\n\r\n");
        one.expectsStatus(401);
        tied.expectsRequest("GET /a");
    }

    @Test
    void oneThatTheBackendClosesIsReplaced() {
        final ScriptedClient one = aClient();
        final BackendConnection tied = challenged(one, NTLM, 401);
        tied.ends();
        harness.settle();
        assertTrue(tied.isClosed());
        challenged(one, NTLM, 401);
        one.expectsOpen();
    }

    @Test
    void aHandshakeDoesNotGoOnOnAnotherConnection() {
        final ScriptedClient one = aClient();
        final BackendConnection tied = challenged(one, NTLM, 401);
        one.sends(GET);
        tied.expectsRequest("GET /a");
        tied.resets();
        one.expectsFailure(502, "upstream_connection_stale");
        assertEquals(1, harness.backend(0).attempts() + harness.backend(1).attempts());
    }

    @Test
    void aBackendThatIsDownIsLeftAllTheSame() {
        final ScriptedClient one = aClient();
        final BackendConnection tied = challenged(one, NTLM, 401);
        final int backend = harness.backend(0).connections().contains(tied) ? 0 : 1;
        harness.setHealth(backend, false, 2);
        one.sends(GET);
        harness.backend(1 - backend).expectsRequest("GET /a");
        harness.backend(1 - backend).answers("other");
        one.expectsResponse(200, "other");
    }

    @Test
    void permitsAreKeptTo() {
        harness.setup().backends(2).connectionsMax(1);
        final ScriptedClient one = harness.client();
        final BackendConnection tied = challenged(one, NTLM, 401);
        one.sends(GET);
        tied.expectsRequest("GET /a");
        tied.answers("yours");
        one.expectsResponse(200, "yours");
        assertEquals(0, harness.snapshot().permits().get(0).inFlight(0));
    }
}
