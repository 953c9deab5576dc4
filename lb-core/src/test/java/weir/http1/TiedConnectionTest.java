package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;
import static weir.http1.Messages.get;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.Route;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.proxyprotocol.ProxyVersion;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;

/** Backends that authenticate a connection: it belongs to the client that has logged in there, or only says so. */
class TiedConnectionTest {
    private static final String NTLM = "WWW-Authenticate: NTLM";
    private static final int REST_MS = 5;

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

    private static String login(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: NTLM x\r\n\r\n";
    }

    /** A client that a backend seems to know by the connection that is returned. */
    private BackendConnection loggedIn(ScriptedClient client) {
        return loggedIn(client, "/a", 0);
    }

    private BackendConnection loggedIn(ScriptedClient client, String path, int backend) {
        client.sends(login("GET", path));
        harness.backend(backend).expectsRequest("GET " + path);
        harness.backend(backend).answers("welcome");
        client.expectsStatus(200);
        return harness.backend(backend).newest();
    }

    private void isServedOn(BackendConnection connection, ScriptedClient client, String path) {
        client.sends(get(path));
        connection.expectsRequest("GET " + path);
        connection.answers("yours");
        client.expectsResponse(200, "yours");
    }

    /** After a HEAD the backend may send a body that nobody wants; the client cannot go elsewhere meanwhile. */
    @Test
    void theNextRequestWaitsUntilAConnectionThatMayHaveAStrayBodyHasRested() {
        final ScriptedClient one = harness.client();
        one.sends(login("HEAD", "/a"));
        final BackendConnection tied = harness.backend().newest();
        tied.sees(tied.unseen().length());
        tied.sends("HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n");
        one.expectsResponseToHead(200);
        one.sends(GET);
        harness.settle();
        tied.expectsNothing();
        harness.backend().expectsAttempts(1);
        harness.advanceMs(REST_MS + 5);
        tied.expectsRequest("GET /a");
        tied.answers("yours");
        one.expectsResponse(200, "yours");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, REST_MS + 1})
    void aLateBodyOnItReachesNobody(int afterMs) {
        final ScriptedClient one = harness.client(); // whose events come before those of the backend's connection
        one.sends(login("HEAD", "/a"));
        final BackendConnection tied = harness.backend().newest();
        tied.sees(tied.unseen().length());
        tied.sends("HTTP/1.1 200 OK\r\nContent-Length: 43\r\n\r\n");
        one.expectsResponseToHead(200);
        harness.clock().advanceMs(afterMs);
        tied.sends("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        one.sends(GET);
        harness.settle();
        harness.advanceMs(REST_MS + 5);
        harness.backend().expectsAttempts(2);
        isAnswered(one, harness.backend().newest());
        assertTrue(tied.isClosed());
    }

    private static void isAnswered(ScriptedClient client, BackendConnection by) {
        by.expectsRequest("GET /a");
        by.answers("good");
        client.expectsResponse(200, "good");
    }

    @Test
    void aClientThatGoesWhileItWaitsForTheRestIsGone() {
        final ScriptedClient one = harness.client();
        one.sends(login("HEAD", "/a"));
        harness.backend().newest().sends("HTTP/1.1 304 Same\r\n\r\n");
        harness.settle();
        one.sends(GET);
        harness.settle();
        one.resets();
        harness.advanceMs(REST_MS + 5);
        assertTrue(harness.backend().newest().isClosed());
        harness.backend().expectsAttempts(1);
    }

    @Test
    void whoeverPretendsToLogInKeepsNoMoreConnectionsThanMayBeKept() {
        harness.setup().upstreamIdleMax(4); // of which half are for such
        final ScriptedClient[] clients = {harness.client(), harness.client(), harness.client()};
        final BackendConnection first = loggedIn(clients[0]);
        final BackendConnection second = loggedIn(clients[1]);
        isServedOn(first, clients[0], "/again");
        final BackendConnection third = loggedIn(clients[2]);
        assertTrue(second.isClosed(), "unused for longest");
        isServedOn(first, clients[0], "/and-again");
        isServedOn(third, clients[2], "/again");
        clients[1].sends(GET);
        harness.backend().expectsAttempts(4);
        assertEquals(0, harness.idleUpstreams());
    }

    @Test
    void aConnectionThatAnybodyCouldUseGoesForOneThatIsTied() {
        harness.setup().upstreamIdleMax(1);
        final ScriptedClient two = harness.client();
        two.sends(GET);
        harness.backend().expectsRequest("GET /a");
        final BackendConnection free = harness.backend().newest();
        final ScriptedClient one = harness.client();
        one.sends(GET);
        harness.backend().expectsAttempts(2);
        free.answers("two");
        two.expectsResponse(200, "two");
        final BackendConnection tied = harness.backend().newest();
        tied.expectsRequest("GET /a");
        tied.sends("HTTP/1.1 401 Who\r\n" + NTLM + "\r\nContent-Length: 0\r\n\r\n");
        one.expectsStatus(401);
        assertTrue(free.isClosed());
        isServedOn(tied, one, "/login");
        two.sends(GET);
        harness.settle();
        isAnswered(two, harness.backend().newest());
        assertTrue(harness.backend().newest().isClosed(), "others do not take the place of one that is tied");
    }

    @Test
    void nothingIsKeptWhereNoConnectionsAre() {
        harness.setup().upstreamIdleMax(0);
        final ScriptedClient one = harness.client();
        assertTrue(loggedIn(one).isClosed());
    }

    @Test
    void nothingIsKeptWhileDescriptorsAreOverdrawn() {
        final ScriptedClient one = harness.client();
        harness.descriptors().setMax(0);
        assertTrue(loggedIn(one).isClosed());
    }

    /** One on each backend would be as many as there are backends, for one client. */
    @Test
    void aClientKeepsOneOfAPool() {
        harness.setup().backends(2).connectionsMax(1);
        final ScriptedClient one = harness.client();
        final BackendConnection before = loggedIn(one);
        final ScriptedClient two = harness.client();
        two.sends(GET);
        harness.backend(1).expectsRequest("GET /a");
        harness.backend(1).answers("two");
        two.expectsStatus(200);
        two.sends(GET);
        harness.backend(0).expectsAttempts(2); // its turn, on a connection of its own
        final BackendConnection after = loggedIn(one, "/b", 1);
        assertTrue(before.isClosed());
        harness.backend(0).answers("two");
        isServedOn(after, one, "/c");
    }

    @Test
    void itFollowsTheNameOfItsBackend() {
        harness.setup().backends(2).named("app.test");
        harness.resolve(0);
        final ScriptedClient one = harness.client();
        final BackendConnection before = loggedIn(one);
        harness.resolve(1);
        one.sends(GET);
        harness.settle();
        isAnswered(one, harness.backend(1).newest());
        assertTrue(before.isClosed());
    }

    @Test
    void itGoesWithItsBackend() {
        final BackendConnection tied = loggedIn(aClient());
        harness.setHealth(0, false, 2);
        assertTrue(tied.isClosed());
    }

    @Test
    void theLastRequestOfAClientThatDrainsGoesOnIt() {
        final ScriptedClient one = harness.client();
        final BackendConnection tied = loggedIn(one);
        harness.drain();
        isServedOn(tied, one, "/last");
        one.expectsEnd();
        assertTrue(tied.isClosed());
    }

    @Test
    void itComesBeforeTheCookieThatLeadsElsewhere() {
        harness.setup().backends(2).sticky(Sticky.by(StickyCookie.named("W")));
        final ScriptedClient two = harness.client();
        two.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        harness.backend(0).answers("two");
        final String cookie = two.expectsStatus(200).field("Set-Cookie").split(";")[0];
        final ScriptedClient one = harness.client();
        final BackendConnection tied = loggedIn(one, "/a", 1);
        one.sends("GET /a HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n");
        isAnswered(one, tied);
    }

    @Test
    void itHasThePoolsHeaderOnce() {
        harness.setup().sendProxy(ProxyVersion.V1);
        final ScriptedClient one = harness.client();
        one.sends(login("GET", "/a"));
        final BackendConnection tied = harness.backend().newest();
        assertTrue(tied.unseen().startsWith("PROXY TCP4 192.0.2.7 "), tied::unseen);
        tied.answersAnything("welcome");
        one.expectsResponse(200, "welcome");
        isServedOn(tied, one, "/b");
        harness.backend().expectsAttempts(1);
        one.ends();
        harness.settle();
        assertTrue(tied.isClosed());
    }

    @Test
    void aClientHasOneInEachPool() {
        harness.setup()
                .backends(3)
                .routes(new Route(null, "/small/*", 1))
                .pools(all -> List.of(
                        all,
                        all.withName("small")
                                .withBackends(List.of(all.backends().get(2)))));
        final ScriptedClient two = harness.client();
        two.sends(GET);
        harness.backend(0).expectsRequest("GET /a");
        final ScriptedClient one = harness.client();
        final BackendConnection large = loggedIn(one, "/a", 1);
        final BackendConnection small = loggedIn(one, "/small/a", 2);
        for (int i = 0; i < 3; i++) {
            isServedOn(large, one, "/b");
            isServedOn(small, one, "/small/b");
        }
        one.resets();
        harness.settle();
        assertTrue(large.isClosed());
        assertTrue(small.isClosed());
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
        assertEquals(0, harness.snapshot().pool(0).permits().inFlight(0));
    }
}
