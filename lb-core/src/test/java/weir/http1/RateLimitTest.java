package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static weir.http1.Messages.GET;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.accesslog.AccessRecord.Value;
import weir.model.AddressRange;
import weir.model.ExchangeEnd;
import weir.model.Forwarding;
import weir.model.LimitKey;
import weir.model.LimitKey.Kind;
import weir.model.Policy;
import weir.model.PolicyMode;
import weir.model.RateLimit;
import weir.model.Route;
import weir.snapshot.SharedLimit;
import weir.snapshot.SharedLimit.Verdict;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedClient;
import weir.testkit.WireMessage;

/** What becomes of requests whose key has made as many as it may. */
class RateLimitTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private static RateLimit limit(LimitKey key, long count, long burst, long waitMs, PolicyMode mode) {
        return new RateLimit(key.toString(), key, count, 1_000, burst, waitMs, mode, 100);
    }

    private static RateLimit limit(String header, long count, long burst) {
        return limit(LimitKey.of(Kind.HEADER, header), count, burst, 0, PolicyMode.ENFORCE);
    }

    private static Policy policy(RateLimit... limits) {
        return Policy.NONE.withRateLimits(List.of(limits));
    }

    private void limits(RateLimit... limits) {
        harness.setup().routes(new Route(null, "/*", 0).withPolicy(policy(limits)));
    }

    private static String get(String... lines) {
        return "GET /a HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", lines) + (lines.length == 0 ? "" : "\r\n")
                + "\r\n";
    }

    private void expectsServed(ScriptedClient client, String request) {
        client.sends(request);
        harness.backend().answers("ok");
        client.expectsResponse(200, "ok");
    }

    private static WireMessage expectsRefused(ScriptedClient client, String request) {
        client.sends(request);
        final WireMessage response = client.expectsResponse(429, "429 rate_limited\n");
        client.expectsOpen();
        return response;
    }

    private long verdicts(int limit, Verdict verdict) {
        final SharedLimit shared = harness.snapshot().limits().all().get(limit);
        return shared.total(verdict);
    }

    @Test
    void aBurstIsServedWholeAndTheNextIsToldWhenToComeAgain() {
        limits(limit(LimitKey.of(Kind.CLIENT, null), 1, 3, 0, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) {
            expectsServed(client, GET);
        }
        final WireMessage refused = expectsRefused(client, GET);
        assertEquals("1", refused.field("Retry-After"));
        assertEquals("\"client\";q=1;w=1", refused.field("RateLimit-Policy"));
        assertEquals("\"client\";r=0;t=1", refused.field("RateLimit"));
        assertEquals(
                ExchangeEnd.RATE_LIMITED.ordinal(), harness.records().get(3).get(Value.END));
        assertEquals(429, harness.records().get(3).get(Value.STATUS));
        harness.advanceMs(999);
        expectsRefused(client, GET);
        harness.advanceMs(1);
        expectsServed(client, GET);
        expectsRefused(client, GET);
        assertEquals(4, verdicts(0, Verdict.PASSED));
        assertEquals(3, verdicts(0, Verdict.REFUSED));
        assertEquals(3, harness.ends(ExchangeEnd.RATE_LIMITED));
    }

    @Test
    void allThatIsSaidOnEachLevelMustAgree() {
        harness.setup()
                .routes(new Route(null, "/*", 0).withPolicy(policy(limit("X-A", 1, 2))))
                .pools(pool -> List.of(pool.withPolicy(policy(limit("X-B", 1, 1)))));
        final ScriptedClient client = harness.client();
        expectsServed(client, get("X-A: 1", "X-B: 1"));
        expectsRefused(client, get("X-A: 2", "X-B: 1"));
        expectsServed(client, get("X-A: 2", "X-B: 2"));
        expectsRefused(client, get("X-A: 2", "X-B: 3"));
    }

    @Test
    void aRequestThatOneRefusesTakesNothingFromTheOthers() {
        limits(limit("X-A", 1, 2), limit("X-B", 1, 1));
        final ScriptedClient client = harness.client();
        expectsServed(client, get("X-A: 1", "X-B: 1"));
        for (int i = 0; i < 10; i++) {
            final WireMessage refused = expectsRefused(client, get("X-A: 1", "X-B: 1"));
            assertEquals("\"header:X-B\";r=0;t=1", refused.field("RateLimit"));
        }
        assertEquals(1, verdicts(0, Verdict.PASSED));
        expectsServed(client, get("X-A: 1", "X-B: 2"));
        expectsRefused(client, get("X-A: 1", "X-B: 3"));
    }

    @Test
    void whoHasNoSuchKeyIsNotCounted() {
        limits(limit("X-A", 1, 1));
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 5; i++) {
            expectsServed(client, GET);
            expectsServed(client, get("X-A:"));
        }
        expectsServed(client, get("X-A: 1"));
        expectsRefused(client, get("x-a: 1"));
    }

    @Test
    void keysAreWhatTheySay() {
        limits(
                limit(LimitKey.of(Kind.COOKIE, "id"), 1, 1, 0, PolicyMode.ENFORCE),
                limit(LimitKey.of(Kind.HOST, null), 1, 100, 0, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        expectsServed(client, get("Cookie: a=b; id=1"));
        expectsRefused(client, get("Cookie: x=y", "Cookie: id=1"));
        expectsServed(client, get("Cookie: xid=1; ID=1; id=2"));
    }

    @Test
    void namesOfHostsAreAlikeInAnyCase() {
        limits(limit(LimitKey.of(Kind.HOST, null), 1, 2, 0, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        expectsServed(client, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
        expectsServed(client, "GET / HTTP/1.1\r\nHost: A.EXAMPLE\r\n\r\n");
        expectsRefused(client, "GET / HTTP/1.1\r\nHost: A.example\r\n\r\n");
        expectsServed(client, "GET / HTTP/1.1\r\nHost: b.example\r\n\r\n");
    }

    @Test
    void neitherPortNorDotMakesAnotherHost() {
        limits(limit(LimitKey.of(Kind.HOST, null), 1, 1, 0, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        expectsServed(client, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
        expectsRefused(client, "GET / HTTP/1.1\r\nHost: a.example:81\r\n\r\n");
        expectsRefused(client, "GET / HTTP/1.1\r\nHost: a.example.\r\n\r\n");
        expectsRefused(client, "GET / HTTP/1.1\r\nHost: A.example.:80\r\n\r\n");
        expectsRefused(client, "GET http://a.example:82/ HTTP/1.1\r\nHost: a.example:82\r\n\r\n");
    }

    @Test
    void aNetworkOfOneFamilyIsNoneOfTheOther() {
        harness.setup()
                .forwarding(new Forwarding(Forwarding.Style.X_FORWARDED, List.of(AddressRange.parse("192.0.2.7"))));
        limits(limit(LimitKey.client(32, 32), 1, 1, 0, PolicyMode.ENFORCE));
        final ScriptedClient proxy = harness.client();
        expectsServed(proxy, get("X-Forwarded-For: 32.1.13.184"));
        expectsServed(proxy, get("X-Forwarded-For: 2001:db8::1"));
        expectsRefused(proxy, get("X-Forwarded-For: 2001:db8::2"));
        expectsRefused(proxy, get("X-Forwarded-For: 32.1.13.184"));
    }

    @Test
    void pathsEndBeforeTheQuery() {
        limits(limit(LimitKey.of(Kind.PATH, null), 1, 1, 0, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        expectsServed(client, "GET /x?1 HTTP/1.1\r\nHost: h\r\n\r\n");
        expectsRefused(client, "GET /x?2 HTTP/1.1\r\nHost: h\r\n\r\n");
        expectsServed(client, "GET /y HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @Test
    void whomATrustedProxyNamesIsTheClientAndOthersAreCountedAsTheProxy() {
        harness.setup()
                .forwarding(new Forwarding(Forwarding.Style.X_FORWARDED, List.of(AddressRange.parse("192.0.2.7"))));
        limits(limit(LimitKey.of(Kind.CLIENT, null), 1, 1, 0, PolicyMode.ENFORCE));
        final ScriptedClient proxy = harness.client();
        expectsServed(proxy, get("X-Forwarded-For: unknown"));
        expectsRefused(proxy, get("X-Forwarded-For: unknown"));
        expectsRefused(proxy, get("X-Real-IP: 1"));
        expectsRefused(proxy, get("X-Forwarded-For: x, 192.0.2.7"));
        expectsRefused(proxy, GET);
        expectsServed(proxy, get("X-Forwarded-For: 198.51.100.1"));
        expectsServed(proxy, get("X-Forwarded-For: 198.51.100.2"));
        expectsRefused(proxy, get("X-Forwarded-For: 198.51.100.1"));
        expectsServed(proxy, get("X-Forwarded-For: 2001:db8:0:1::1"));
        expectsRefused(proxy, get("X-Forwarded-For: 2001:db8:0:1:ffff::1"));
        expectsServed(proxy, get("X-Forwarded-For: 2001:db8:0:2::1"));
    }

    @Test
    void networksMayBeWiderThanAnAddress() {
        harness.setup()
                .forwarding(new Forwarding(Forwarding.Style.X_FORWARDED, List.of(AddressRange.parse("192.0.2.7"))));
        limits(limit(LimitKey.client(22, 48), 1, 1, 0, PolicyMode.ENFORCE));
        final ScriptedClient proxy = harness.client();
        expectsServed(proxy, get("X-Forwarded-For: 192.0.4.1"));
        expectsRefused(proxy, get("X-Forwarded-For: 192.0.7.255"));
        expectsServed(proxy, get("X-Forwarded-For: 192.0.8.0"));
        expectsServed(proxy, get("X-Forwarded-For: 2001:db8:5:1::1"));
        expectsRefused(proxy, get("X-Forwarded-For: 2001:db8:5:2::1"));
    }

    @Test
    void whoMayWaitIsServedWhenItsTokenIsThere() {
        limits(limit(LimitKey.of(Kind.ALL, null), 10, 1, 150, PolicyMode.ENFORCE));
        final ScriptedClient first = harness.client();
        final ScriptedClient second = harness.client();
        final ScriptedClient third = harness.client();
        expectsServed(first, GET);
        first.sends(GET);
        first.expectsNothing();
        expectsRefused(second, GET);
        harness.backend().expectsAttempts(1);
        harness.advanceMs(99);
        first.expectsNothing();
        harness.advanceMs(2);
        harness.backend().answers("late");
        first.expectsResponse(200, "late");
        third.sends(GET);
        third.expectsNothing();
        harness.advanceMs(101);
        harness.backend().answers("ok");
        third.expectsResponse(200, "ok");
        assertEquals(2, verdicts(0, Verdict.DELAYED));
        assertEquals(100_000, harness.records().get(3).get(Value.QUEUE_US), 2_000);
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() {
        limits(limit(LimitKey.of(Kind.ALL, null), 10, 1, 500, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        expectsServed(client, GET);
        client.sends(GET);
        client.resets();
        harness.advanceMs(1_000);
        harness.backend().expectsAttempts(1);
    }

    @Test
    void inTheShadowItOnlyCounts() {
        limits(limit(LimitKey.of(Kind.ALL, null), 1, 1, 0, PolicyMode.SHADOW));
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) {
            expectsServed(client, GET);
        }
        assertEquals(1, verdicts(0, Verdict.PASSED));
        assertEquals(2, verdicts(0, Verdict.SHADOWED));
        assertEquals(0, harness.ends(ExchangeEnd.RATE_LIMITED));
    }

    @Test
    void whoWouldOnlyHaveToWaitIsNotShadowed() {
        limits(limit(LimitKey.of(Kind.ALL, null), 10, 1, 150, PolicyMode.SHADOW));
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 4; i++) {
            expectsServed(client, GET);
        }
        assertEquals(1, verdicts(0, Verdict.PASSED));
        assertEquals(1, verdicts(0, Verdict.DELAYED));
        assertEquals(2, verdicts(0, Verdict.SHADOWED));
    }

    @Test
    void offIsNotThere() {
        limits(limit(LimitKey.of(Kind.ALL, null), 1, 1, 0, PolicyMode.OFF));
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) {
            expectsServed(client, GET);
        }
        assertEquals(List.of(), harness.snapshot().limits().all());
    }

    @Test
    void aRefusedBodyIsNotTakenForARequest() {
        limits(limit(LimitKey.of(Kind.ALL, null), 1, 1, 0, PolicyMode.ENFORCE));
        final ScriptedClient client = harness.client();
        expectsServed(client, GET);
        client.sends("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\nGET /b ");
        final WireMessage refused = client.expectsStatus(429);
        assertEquals("close", refused.field("Connection"));
        assertNull(refused.field("Content-Encoding"));
        client.ends();
        harness.settle();
    }
}
