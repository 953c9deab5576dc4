package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.AdminState;
import weir.model.Health;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.route.BackendCookies;
import weir.snapshot.BackendState;
import weir.stats.Counter;
import weir.testkit.BackendConnection;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.Wire;
import weir.testkit.WireMessage;

/** Three backends, b0 to b2, behind a cookie named W. */
class StickyTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void sticks() {
        harness.setup().backends(3).sticky(Sticky.by(StickyCookie.named("W")));
    }

    private static String get(String cookie) {
        return "GET /a HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n";
    }

    /** Sends a request and lets whoever gets it answer with its name. */
    private WireMessage exchange(ScriptedClient client, String request) {
        client.sends(request);
        answerAll();
        return client.expectsStatus(200);
    }

    private void answerAll() {
        for (int i = 0; i < 3; i++) {
            final String name = "b" + i;
            harness.backend(i).answersAll(request -> name);
        }
    }

    /** The cookie of a client that is new, as its browser would send it. */
    private String cookieOf(WireMessage response) {
        final String line = response.field("Set-Cookie");
        assertNotNull(line, "no Set-Cookie: " + response.fields());
        return line.substring(0, line.indexOf(';'));
    }

    private void expectsCounts(int hits, int misses, int broken, int invalid) {
        assertEquals(hits, harness.count(Counter.STICKY_HITS), "hits");
        assertEquals(misses, harness.count(Counter.STICKY_MISSES), "misses");
        assertEquals(broken, harness.count(Counter.STICKY_BROKEN), "broken");
        assertEquals(invalid, harness.count(Counter.STICKY_INVALID), "invalid");
    }

    @Test
    void leadsEachClientBackToWhereItWas() {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) {
            final WireMessage first = exchange(client, Messages.GET);
            assertEquals("private", first.field("Cache-Control"));
            for (int again = 0; again < 4; again++) {
                final WireMessage response = exchange(client, get("a=1; " + cookieOf(first)));
                assertEquals(first.body(), response.body());
                assertNull(response.field("Set-Cookie"), "it has the cookie already");
                assertNull(response.field("Cache-Control"));
            }
        }
        expectsCounts(12, 3, 0, 0);
    }

    /** What sticky clients have brought a backend it does not get again from new ones. */
    @Test
    void countsStickyRequestsAgainstTheShareOfNewOnes() {
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, Messages.GET);
        final String cookie = cookieOf(first);
        final int[] totals = new int[3];
        totals[first.body().charAt(1) - '0']++;
        for (int i = 1; i < 90; i++) {
            totals[exchange(client, i < 30 ? get(cookie) : Messages.GET).body().charAt(1) - '0']++;
        }
        for (int total : totals) {
            assertEquals(30, total, 1, Arrays.toString(totals));
        }
    }

    @Test
    void tellsTheBackendAllCookiesButItsOwn() {
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, Messages.GET);
        client.sends(get("a=1; " + cookieOf(first) + "; b=2"));
        final int backend = first.body().charAt(1) - '0';
        assertEquals(
                "a=1; b=2", harness.backend(backend).expectsRequest("GET /a").field("Cookie"));
        harness.backend(backend).answers("fine");
        client.expectsResponse(200, "fine");
    }

    /** Else an absolute form would go by pool.host, as it counts before Host (RFC 9112 §3.2.2). */
    @ParameterizedTest
    @CsvSource({"http://public.example/a, /a", "http://public.example?q, /?q", "/a, /a"})
    void takesTheAuthorityOutOfTheTargetHoweverManyCookiesGo(String target, String told) {
        final ScriptedClient client = harness.client();
        final String cookies =
                IntStream.range(0, 40).mapToObj(i -> "W=" + i + "; a=" + i).collect(Collectors.joining("; "));
        client.sends("GET " + target + " HTTP/1.1\r\nHost: public.example\r\nCookie: " + cookies + "\r\n\r\n");
        harness.settle();
        harness.backend(busy()).expectsRequest("GET " + told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W=", "W=AAAAAAAAAAAAAAAAAAAAAA", "W=\"; W=\\x; W==", "W=\u00ff\u00fe"})
    void takesGarbageForNoCookieAndCountsIt(String garbage) {
        final ScriptedClient client = harness.client();
        final WireMessage response = exchange(client, get(garbage));
        exchange(client, get(cookieOf(response)));
        expectsCounts(1, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W=mine", "W=mine; Path=/; HttpOnly"})
    void keepsTheCookieWhateverTheBackendSetsUnderItsName(String line) {
        final ScriptedClient client = harness.client();
        client.sends(Messages.GET);
        harness.settle();
        final int backend = busy();
        harness.backend(backend)
                .sends("HTTP/1.1 200 OK\r\nSet-Cookie: " + line
                        + "\r\nSet-Cookie: sid=7; Path=/\r\nContent-Length: 0\r\n\r\n");
        final String cookies = client.expectsStatus(200).field("Set-Cookie");
        assertTrue(cookies.startsWith("sid=7; Path=/, W="), cookies);
        assertTrue(!cookies.contains("mine"), cookies);
    }

    /** The one backend that has been connected to and has not answered. */
    private int busy() {
        for (int i = 0; i < 3; i++) {
            if (harness.backend(i).attempts() > 0
                    && !harness.backend(i).newest().unseen().isEmpty()) {
                return i;
            }
        }
        throw new AssertionError("nobody has a request");
    }

    // --- the backend is not there

    @Test
    void givesTheClientOfABackendThatIsDownAnotherAndANewCookie() {
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, Messages.GET);
        harness.setHealth(first.body().charAt(1) - '0', false, 1);
        final WireMessage second = exchange(client, get(cookieOf(first)));
        assertNotEquals(first.body(), second.body());
        assertNotEquals(cookieOf(first), cookieOf(second));
        assertEquals(second.body(), exchange(client, get(cookieOf(second))).body());
        expectsCounts(1, 1, 1, 0);
    }

    @Test
    void ofSeveralCookiesTheFirstThatLeadsToAUsableBackendCounts() {
        final ScriptedClient client = harness.client();
        final String several = "W=bad; W=" + cookie(1) + "; a=b; W=" + cookie(2) + "; W=" + cookie(0);
        assertEquals("b1", exchange(client, get(several)).body());
        harness.setHealth(1, false, 1);
        final WireMessage second = exchange(client, get(several));
        assertEquals("b2", second.body());
        assertNull(second.field("Set-Cookie"), "it has a cookie that leads there");
        harness.backend(2).door(Door.REFUSES);
        harness.backend(2).connections().forEach(BackendConnection::ends);
        harness.settle();
        assertEquals("b0", exchange(client, get(several)).body());
        harness.setHealth(1, true, 2);
        assertEquals("b1", exchange(client, get(several)).body());
        expectsCounts(4, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesTheClientOfABackendThatRefusesAnotherAndANewCookie(boolean isLater) {
        harness.setup().upstreamIdleMax(0);
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, Messages.GET);
        final int gone = first.body().charAt(1) - '0';
        harness.backend(gone).door(isLater ? Door.REFUSES_LATER : Door.REFUSES);
        final WireMessage second = exchange(client, get(cookieOf(first)));
        assertNotEquals(first.body(), second.body());
        assertEquals(second.body(), exchange(client, get(cookieOf(second))).body());
        assertEquals(1, harness.count(Counter.RETRIES));
        expectsCounts(2, 1, 1, 0);
    }

    /** A kept connection that has ended says nothing against its backend, so the client stays. */
    @Test
    void staysAtABackendWhoseKeptConnectionWasStale() {
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, Messages.GET);
        final int backend = first.body().charAt(1) - '0';
        client.sends(get(cookieOf(first)));
        harness.backend(backend).connections().get(0).ends();
        harness.settle();
        final WireMessage second = answered(client);
        assertEquals(first.body(), second.body());
        assertNull(second.field("Set-Cookie"));
        expectsCounts(1, 1, 0, 0);
    }

    private WireMessage answered(ScriptedClient client) {
        answerAll();
        return client.expectsStatus(200);
    }

    @Test
    void servesWhoIsThereWhenTheWeightIsZeroAndNobodyElse() {
        harness.setup().weights(1, 1, 0);
        final String toLast = "W=" + cookie(2);
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 6; i++) {
            assertNotEquals("b2", exchange(client, Messages.GET).body());
            final WireMessage kept = exchange(client, get(toLast));
            assertEquals("b2", kept.body());
            assertNull(kept.field("Set-Cookie"));
        }
        harness.setHealth(2, false, 1);
        assertNotEquals("b2", exchange(client, get(toLast)).body());
    }

    @Test
    void staysAtABackendThatIsBeingDrainedAndLeavesItForMaintenance() {
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, Messages.GET);
        final String cookie = cookieOf(first);
        final int backend = first.body().charAt(1) - '0';
        harness.tell(new BackendState(0, backend, Health.UP, false, AdminState.DRAIN, 1, 1, 1));
        for (int i = 0; i < 6; i++) {
            assertNotEquals(first.body(), exchange(client, Messages.GET).body());
            assertEquals(first.body(), exchange(client, get(cookie)).body());
        }
        harness.tell(new BackendState(0, backend, Health.UP, false, AdminState.MAINTENANCE, 1, 1, 2));
        final WireMessage moved = exchange(client, get(cookie));
        assertNotEquals(first.body(), moved.body());
        cookieOf(moved);
        expectsCounts(6, 7, 1, 0);
    }

    /** The value that leads to a backend of this pool; there is no secret, so it is one of this start. */
    private String cookie(int backend) {
        final BackendCookies cookies =
                new BackendCookies(harness.snapshot().pools().get(0));
        final String lines = Wire.text(cookies.lines(backend));
        return lines.substring(lines.indexOf('=') + 1, lines.indexOf(';'));
    }

    @Test
    void answersWithoutACookieWhenNobodyIsLeft() {
        final ScriptedClient client = harness.client();
        final String cookie = cookieOf(exchange(client, Messages.GET));
        for (int i = 0; i < 3; i++) {
            harness.setHealth(i, false, 1);
        }
        for (String request : new String[] {Messages.GET, get(cookie)}) {
            client.sends(request);
            final WireMessage failure = client.expectsStatus(503);
            assertNull(failure.field("Set-Cookie"));
        }
        expectsCounts(0, 2, 1, 0);
    }

    @Test
    void answersWithoutACookieWhenTheRequestIsRefused() {
        final ScriptedClient client = harness.client();
        client.sends("GET /a HTTP/1.1\r\nCookie: W=x\r\n\r\n");
        assertNull(client.expectsStatus(400).field("Set-Cookie"));
        expectsCounts(0, 0, 0, 0);
    }

    // --- all kinds of exchanges

    @Test
    void readsEachPipelinedRequestForItself() {
        final ScriptedClient client = harness.client();
        final WireMessage[] firsts = new WireMessage[3];
        for (int i = 0; i < 3; i++) {
            firsts[i] = exchange(client, Messages.GET);
        }
        client.sends(get(cookieOf(firsts[2])) + Messages.GET + get(cookieOf(firsts[1])));
        assertEquals(firsts[2].body(), answered(client).body());
        assertNotNull(answered(client).field("Set-Cookie"), "who has none gets one");
        final WireMessage last = answered(client);
        assertEquals(firsts[1].body(), last.body());
        assertNull(last.field("Set-Cookie"));
    }

    @Test
    void servesHttp10() {
        final ScriptedClient client = harness.client();
        final WireMessage first = exchange(client, "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        final WireMessage second = exchange(client, "GET /a HTTP/1.0\r\nCookie: " + cookieOf(first) + "\r\n\r\n");
        assertEquals(first.body(), second.body());
    }

    @Test
    void tellsTheCookieInTheResponseToAHead() {
        final ScriptedClient client = harness.client();
        client.sends(Messages.HEAD);
        harness.settle();
        harness.backend(busy()).newest().sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        cookieOf(client.expectsResponseToHead(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nhi",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 204 None\r\n\r\n",
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi"
            })
    void tellsTheCookieInTheFinalHeadWhateverTheFraming(String response) {
        final ScriptedClient client = harness.client();
        client.sends(Messages.GET);
        harness.settle();
        final BackendConnection backend = harness.backend(busy()).newest();
        backend.sends(response);
        backend.ends();
        WireMessage head = client.expectsResponse();
        while (head.status() < 200) {
            assertNull(head.field("Set-Cookie"), head.startLine());
            head = client.expectsResponse();
        }
        cookieOf(head);
    }

    @Test
    void tellsTheCookieOnceWithASwitchOfProtocols() {
        final String upgrade = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n%s\r\n";
        String cookieLine = "";
        int first = -1;
        for (int i = 0; i < 3; i++) {
            final ScriptedClient client = harness.client();
            client.sends(upgrade.formatted(cookieLine));
            harness.settle();
            final int backend = busy();
            final WireMessage request = harness.backend(backend).expectsRequest("GET /a");
            assertNull(request.field("Cookie"));
            harness.backend(backend)
                    .sends("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Set-Cookie: W=theirs\r\n\r\n");
            final WireMessage response = client.expectsStatus(101);
            if (first < 0) {
                first = backend;
                cookieLine = "Cookie: " + cookieOf(response) + "\r\n";
            } else {
                assertEquals(first, backend);
                assertNull(response.field("Set-Cookie"));
            }
            client.resets();
            harness.settle();
        }
    }

    /** A request that goes out again is the one without the cookie. */
    @Test
    void takesTheCookieOutOfARequestThatIsSentAgain() {
        final ScriptedClient client = harness.client();
        final String cookie = cookieOf(exchange(client, Messages.GET));
        client.sends(get(cookie + "; a=1"));
        harness.settle();
        final int backend = busy();
        harness.backend(backend).connections().get(0).ends();
        harness.settle();
        assertEquals("a=1", harness.backend(backend).expectsRequest("GET /a").field("Cookie"));
        harness.backend(backend).answers("again");
        client.expectsResponse(200, "again");
    }

    @Test
    void fitsIntoAResponseHeadOfAnySize() {
        final ScriptedClient client = harness.client();
        for (int pad = Setup.HEAD_BYTES - 120; pad < Setup.HEAD_BYTES - 60; pad++) {
            client.sends(Messages.GET);
            harness.settle();
            final BackendConnection backend = harness.backend(busy()).newest();
            backend.sees(backend.unseen().length());
            backend.sends("HTTP/1.1 200 OK\r\nX: " + "y".repeat(pad) + "\r\nContent-Length: 2\r\n\r\nhi");
            final WireMessage response = client.expectsResponse(200, "hi");
            assertEquals(pad, response.field("X").length());
            cookieOf(response);
        }
    }
}
