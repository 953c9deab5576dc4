package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.accesslog.AccessRecord;
import weir.accesslog.AccessRecord.Value;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.Balance;
import weir.model.BalanceKey;
import weir.model.ExchangeEnd;
import weir.model.ListenerMode;
import weir.model.Pool;
import weir.model.Sticky;
import weir.model.StickyCookie;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

/** Clients are told where a backend is, by a redirect or in JSON. */
class BackendRedirectTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void redirect() {
        harness.setup().mode(ListenerMode.REDIRECT).pools(BackendRedirectTest::withUrls);
    }

    private static List<Pool> withUrls(Pool pool) {
        final List<Backend> backends = new ArrayList<>();
        for (Backend backend : pool.backends()) {
            backends.add(backend.withPublicUrl("https://" + backend.id() + ".example.com"));
        }
        return List.of(pool.withBackends(backends));
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private String location(String target) {
        final ScriptedClient client = harness.client();
        client.sends(get(target));
        final WireMessage response = client.expectsStatus(307);
        client.expectsOpen();
        return response.field("Location");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b?c=d&e=%20f, /a/b?c=d&e=%20f",
        "/?q, /?q",
        "//evil.example/, //evil.example/",
        "/a%0d%0aSet-Cookie:%20x=y, /a%0d%0aSet-Cookie:%20x=y",
        "http://x/a?b, /a?b",
        "http://x, ''",
        "http://x?b, /?b"
    })
    void keepsPathAndQueryAsTheyCame(String target, String kept) {
        assertEquals("https://b0.example.com" + kept, location(target));
        assertEquals(0, harness.backend().attempts(), "nobody is asked");
        assertEquals(1, harness.count(Counter.SERVED));
    }

    @Test
    void anAsteriskDoesNotRunIntoTheHost() {
        final ScriptedClient client = harness.client();
        client.sends("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals("https://b0.example.com", client.expectsStatus(307).field("Location"));
    }

    @Test
    void noByteOfATargetCanEndTheLine() {
        for (int value = 0; value < 256; value++) {
            final ScriptedClient client = harness.client();
            client.sends(get("/a" + (char) value + "Set-Cookie:x=y"));
            harness.settle();
            final String wire = client.received();
            final String head = wire.substring(0, wire.indexOf("\r\n\r\n"));
            assertFalse(head.contains("\r\nSet-Cookie"), "byte " + value + ": " + wire);
            assertFalse(head.replace("\r\n", "").matches("(?s).*[\\r\\n].*"), "byte " + value + ": " + wire);
            client.resets();
        }
    }

    @Test
    void answersWhereverTheRequestIsCut() {
        final String wire = get("/a/b?c");
        for (int cut = 1; cut < wire.length(); cut++) {
            final ScriptedClient client = harness.client();
            client.sendsSplitAt(cut, wire);
            assertEquals(
                    "https://b0.example.com/a/b?c", client.expectsStatus(307).field("Location"));
        }
    }

    @Test
    void keepsTheConnectionAndTakesTurns() {
        harness.setup().backends(3);
        final ScriptedClient client = harness.client();
        client.sends(get("/1") + get("/2") + get("/3") + get("/4"));
        final Set<String> hosts = new HashSet<>();
        for (int i = 1; i <= 4; i++) {
            hosts.add(client.expectsStatus(307).field("Location").replace("/" + i, ""));
        }
        assertEquals(3, hosts.size(), hosts::toString);
        client.expectsOpen();
        assertEquals(0, harness.heldBuffers());
    }

    @Test
    void carriesTheLongestTargetThereMayBe() {
        final String target = "/" + "x".repeat(511);
        assertEquals("https://b0.example.com" + target, location(target));
    }

    @Test
    void saysFoundWhereThatIsWanted() {
        harness.setup().redirectStatus(302);
        final ScriptedClient client = harness.client();
        client.sends(get("/"));
        assertEquals("HTTP/1.1 302 Found", client.expectsStatus(302).startLine());
    }

    @Test
    void goesToTheAddressWhereNoPublicUrlIsKnown() {
        harness.setup().pools(List::of);
        assertEquals("http://10.0.1.1:80/a", location("/a"));
    }

    @Test
    void aPostIsToldBeforeItsBodyHasCome() {
        final ScriptedClient client = harness.client();
        client.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nbegin");
        final WireMessage response = client.expectsStatus(307);
        assertEquals("https://b0.example.com/a", response.field("Location"));
        assertEquals("close", response.field("Connection"));
    }

    @Test
    void limitsOfBackendsDoNotCountHere() {
        harness.setup().connectionsMax(1);
        for (int i = 0; i < 5; i++) {
            location("/");
        }
        assertEquals(0, harness.count(Counter.QUEUED));
    }

    @Test
    void sendsNobodyWhereNobodyIs() {
        harness.client();
        harness.setHealth(0, false, 1);
        final ScriptedClient client = harness.client();
        client.sends(get("/"));
        client.expectsFailure(503, ExchangeEnd.NO_BACKEND.word());
    }

    @Test
    void aKeyLeadsToTheSameBackend() {
        harness.setup()
                .backends(5)
                .balance(new Balance(
                        Algorithm.MAGLEV, new BalanceKey(BalanceKey.Kind.QUERY, "user"), Balance.UNBOUNDED));
        final Set<String> ofOne = new HashSet<>();
        final Set<String> ofAll = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            ofOne.add(location("/?user=me").replace("/?user=me", ""));
            ofAll.add(location("/?user=" + i).replace("/?user=" + i, ""));
        }
        assertEquals(1, ofOne.size());
        assertEquals(5, ofAll.size());
    }

    @Test
    void aCookieLeadsToTheSameBackend() {
        harness.setup().backends(3).sticky(Sticky.by(StickyCookie.named("WEIR")));
        final ScriptedClient client = harness.client();
        client.sends(get("/"));
        final WireMessage first = client.expectsStatus(307);
        final String cookie = first.field("Set-Cookie").split(";")[0];
        for (int i = 0; i < 5; i++) {
            client.sends("GET / HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n");
            final WireMessage response = client.expectsStatus(307);
            assertEquals(first.field("Location"), response.field("Location"));
            assertNull(response.field("Set-Cookie"));
        }
    }

    @Test
    void theAccessLogNamesTheBackend() {
        location("/a");
        final AccessRecord record = harness.records().get(0);
        assertEquals(307, record.get(Value.STATUS));
        assertEquals(2, record.length(AccessRecord.Text.BACKEND));
        assertEquals(ExchangeEnd.SERVED.ordinal(), record.get(Value.END));
    }

    @Test
    void tellsInJsonWhoAsks() {
        harness.setup().mode(ListenerMode.ASK);
        final ScriptedClient client = harness.client();
        client.sends(get("/pick"));
        final WireMessage response = client.expectsResponse(
                200,
                "{\"pool\": \"app\", \"backend\": \"b0\", \"address\": \"10.0.1.1:80\", \"url\": \"https://b0.example.com\"}\n");
        assertEquals("application/json", response.field("Content-Type"));
        assertEquals("no-store", response.field("Cache-Control"));
        client.sends("HEAD /pick HTTP/1.1\r\nHost: x\r\n\r\n");
        client.expectsResponseToHead(200);
        client.expectsNothing();
        client.expectsOpen();
        assertTrue(harness.backend().connections().isEmpty());
    }
}
