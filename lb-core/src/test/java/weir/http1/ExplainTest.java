package weir.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.http1.Messages.GET;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.balance.Algorithm;
import weir.balance.CustomAlgorithm;
import weir.model.AddressRange;
import weir.model.AdminState;
import weir.model.Balance;
import weir.model.BalanceKey;
import weir.model.Forwarding;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;
import weir.testkit.Setup;
import weir.testkit.WireMessage;

/** Why a request goes where it goes: asked through the loop's door, and by a field of a trusted client's request. */
class ExplainTest {
    private static final String ASKING = "GET /a HTTP/1.1\r\nHost: x\r\nWeir-Explain: 1\r\n\r\n";
    private static final Forwarding TRUSTING = new Forwarding(
            Forwarding.Style.X_FORWARDED, List.of(AddressRange.parse("192.0.2.0/24")), Forwarding.Heard.X_FORWARDED);

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private Explanation explain(ExplainRequest request) {
        final List<Explanation> answers = new ArrayList<>();
        assertTrue(harness.port().explain(request, answers::add));
        harness.settle();
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    private static ExplainRequest request(String target, ExplainRequest.Field... fields) {
        return new ExplainRequest("app", null, target, "x", List.of(fields), List.of());
    }

    private Explanation explain() {
        return explain(request("/"));
    }

    /** The backend that has got it, by its id. */
    private String sendAndSee(ScriptedClient client, String request, int backends) {
        client.sends(request);
        for (int i = 0; i < backends; i++) {
            final int number = i;
            if (harness.backend(i).answersAll(any -> "from b" + number) > 0) {
                client.expectsResponse(200, "from b" + number);
                return "b" + number;
            }
        }
        throw new AssertionError("no backend has got it");
    }

    // --- through the door

    @ParameterizedTest
    @EnumSource
    void theWinnerIsWhereTheNextRequestGoes(Algorithm algorithm) {
        harness.setup().backends(4).balance(Balance.of(algorithm));
        final ScriptedClient client = harness.client();
        harness.setHealth(2, false, 1);
        final ExplainRequest request =
                new ExplainRequest("app", InetAddress.getLoopbackAddress(), "/a", "x", List.of(), List.of());
        for (int i = 0; i < 10; i++) {
            final boolean isKeyed =
                    algorithm.kind() == Algorithm.Kind.HASHES || algorithm.kind() == Algorithm.Kind.ADDRESS;
            final Explanation explained = explain(isKeyed ? ofTheHarnessClient() : request);
            assertEquals(
                    explained.winner(),
                    explain(isKeyed ? ofTheHarnessClient() : request).winner());
            assertEquals(explained.winner(), sendAndSee(client, GET, 4));
            assertEquals("down", explained.backends().get(2).excluded());
        }
    }

    private static ExplainRequest ofTheHarnessClient() {
        try {
            final InetAddress client = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7});
            return new ExplainRequest("app", client, "/a", "x", List.of(), List.of());
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e); // four bytes are always an address
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEADER", "COOKIE", "QUERY", "PATH", "URI"})
    void theKeyIsHashedAsThatOfARealRequest(BalanceKey.Kind kind) {
        final BalanceKey key = new BalanceKey(kind, kind.isNamed() ? "user" : null);
        harness.setup().backends(4).balance(new Balance(Algorithm.MAGLEV, key, Balance.UNBOUNDED));
        final ScriptedClient client = harness.client();
        final Set<String> winners = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            final String target = "/" + i + "?user=" + i;
            final ExplainRequest.Field header = new ExplainRequest.Field("User", "anna " + i);
            final ExplainRequest.Field cookie = new ExplainRequest.Field("Cookie", "a=b; user=" + i);
            final Explanation explained = explain(request(target, header, cookie));
            assertEquals(key.toString(), explained.key());
            assertTrue(explained.hasKey());
            assertEquals(
                    explained.winner(),
                    sendAndSee(
                            client,
                            "GET " + target + " HTTP/1.1\r\nHost: x\r\nUser: anna " + i + "\r\nCookie: a=b; user=" + i
                                    + "\r\n\r\n",
                            4));
            winners.add(explained.winner());
        }
        assertTrue(winners.size() > 1, "keys differ");
        if (kind.isNamed()) {
            assertFalse(explain(request("/")).hasKey());
        }
    }

    @Test
    void eachReasonHasItsWord() {
        harness.setup().backends(8);
        harness.client();
        tell(0, Health.DOWN, AdminState.READY, 1);
        tell(1, Health.EJECTED, AdminState.READY, 1);
        tell(2, Health.CHECKING, AdminState.READY, 1);
        tell(3, Health.UP, AdminState.DRAIN, 1);
        tell(4, Health.DOWN, AdminState.MAINTENANCE, 1);
        tell(5, Health.UP, AdminState.READY, 0);
        final Explanation explained =
                explain(new ExplainRequest("app", null, "/", "x", List.of(), List.of("b6", "nobody")));
        assertEquals(
                List.of("down", "ejected", "checking", "drain", "maintenance", "no_weight", "tried", "null"),
                exclusions(explained));
        assertEquals("b7", explained.winner());
        assertEquals("round-robin", explained.algorithm());
        assertEquals("loop-test", explained.loop());
        assertNull(explained.refusal());
    }

    private void tell(int backend, Health health, AdminState admin, double weight) {
        harness.tell(new BackendState(0, backend, health, false, admin, weight, 1, 1));
    }

    /** What a backend is before anybody has told the loop anything of it. */
    @Test
    void saysThatBackendsAreStillChecked() {
        harness.setup()
                .backends(2)
                .health(HealthCheck.DEFAULTS.withType(HealthCheck.Type.TCP).withInitial(Health.CHECKING));
        harness.client();
        assertEquals(List.of("checking", "checking"), exclusions(explain()));
    }

    private static List<String> exclusions(Explanation explained) {
        return explained.backends().stream()
                .map(candidate -> String.valueOf(candidate.excluded()))
                .toList();
    }

    @Test
    void aBackupWinsOnlyWhenNobodyElseCan() {
        harness.setup()
                .backends(2)
                .pools(pool -> List.of(pool.withBackends(
                        List.of(pool.backends().get(0), pool.backends().get(1).withBackup(true)))));
        harness.client();
        assertEquals(List.of("null", "backup"), exclusions(explain()));
        assertEquals("b0", explain().winner());
        harness.setHealth(0, false, 1);
        assertEquals(List.of("down", "null"), exclusions(explain()));
        assertEquals("b1", explain().winner());
    }

    @Test
    void tellsWhoIsFullFromWhoWasTried() {
        harness.setup().backends(3).connectionsMax(1).balance(Balance.of(Algorithm.FIRST));
        final ScriptedClient client = harness.client();
        client.sends(GET);
        harness.settle();
        final Explanation explained = explain();
        assertEquals(List.of("full", "null", "null"), exclusions(explained));
        assertEquals("b1", explained.winner());
        final Explanation again = explain(new ExplainRequest("app", null, "/", "x", List.of(), List.of("b1", "b0")));
        assertEquals(List.of("tried", "tried", "null"), exclusions(again));
        assertEquals("b2", again.winner());
        harness.backend(0).answers("well");
        client.expectsResponse(200, "well");
        assertEquals(List.of("null", "null", "null"), exclusions(explain()));
    }

    @Test
    void saysWhatIsInFlight() {
        harness.setup().backends(2).balance(Balance.of(Algorithm.LEAST_CONNECTIONS));
        final ScriptedClient client = harness.client();
        client.sends(GET);
        final Explanation explained = explain();
        assertEquals(
                1,
                explained.backends().stream()
                        .mapToInt(Explanation.Candidate::inFlight)
                        .sum());
        final Explanation.Candidate idle = explained.backends().stream()
                .filter(candidate -> candidate.inFlight() == 0)
                .findFirst()
                .orElseThrow();
        assertEquals(idle.id(), explained.winner());
        assertEquals(0, idle.score());
    }

    @Test
    void saysWhyThereWouldBeNoPickAtAll() {
        harness.setup().backends(1);
        harness.client();
        assertEquals(
                Explanation.NO_POOL,
                explain(new ExplainRequest("ap", null, "/", "x", List.of(), List.of()))
                        .refusal());
        final Explanation refused = explain(request(
                "/", new ExplainRequest.Field("Content-Length", "1"), new ExplainRequest.Field("Content-Length", "2")));
        assertEquals("content_length_repeated", refused.refusal());
        assertNull(refused.winner());
    }

    @Test
    void takesNothingThatCouldNotStandInAHead() {
        assertThrows(IllegalArgumentException.class, () -> request("no slash"));
        assertThrows(IllegalArgumentException.class, () -> request("/a b"));
        assertThrows(IllegalArgumentException.class, () -> new ExplainRequest.Field("a b", "c"));
        assertThrows(IllegalArgumentException.class, () -> new ExplainRequest.Field("a", "c\r\nd: e"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ExplainRequest("app", null, "/", "x\r\n", List.of(), List.of()));
    }

    @Test
    void anOwnAlgorithmNeedNotSayAnything() {
        harness.setup().backends(2).balance(Balance.of(CustomAlgorithm.of("mine", parts -> any -> 1)));
        harness.client();
        final Explanation explained = explain();
        assertNull(explained.winner());
        assertEquals("", explained.scoreMeaning());
        assertEquals(2, explained.backends().size());
    }

    // --- by a field

    private WireMessage answered(ScriptedClient client, String request) {
        client.sends(request);
        final WireMessage seen = harness.backend().expectsRequest("GET /a");
        assertNull(seen.field("Weir-Explain"), "not for the backend");
        harness.backend().answers("well");
        return client.expectsResponse(200, "well");
    }

    @Test
    void aTrustedClientIsTold() {
        harness.setup().forwarding(TRUSTING);
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    "\"app\";algorithm=\"round-robin\";loop=\"loop-test\";by=\"turns to wait, least wins\", "
                            + "\"b0\";score=0;in-flight=0;picked",
                    answered(client, ASKING).field("Weir-Explain"));
            assertNull(answered(client, GET).field("Weir-Explain"), "only who asks");
        }
    }

    @Test
    void othersAreNotTold() {
        harness.setup();
        assertNull(answered(harness.client(), ASKING).field("Weir-Explain"));
    }

    /** Their requests come by a trusted proxy, which passes the field on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 198.51.100.1            | false",
                "X-Forwarded-For: 192.0.2.9, 198.51.100.1 | false",
                "X-Forwarded-For: 198.51.100.1, 192.0.2.9 | false",
                "X-Forwarded-For: garbage, 192.0.2.9      | false",
                "X-Forwarded-For: garbage                 | false",
                "X-Real-IP: 192.0.2.9                     | false",
                "Forwarded: for=192.0.2.9                 | false",
                "X-Forwarded-For: 192.0.2.8, 192.0.2.9    | true"
            })
    void aTrustedProxyLendsItsTrustToNobody(String field, boolean isTold) {
        harness.setup().forwarding(TRUSTING);
        final WireMessage response = answered(harness.client(), ASKING.replace("Host: x", "Host: x\r\n" + field));
        assertEquals(isTold, response.field("Weir-Explain") != null);
    }

    @Test
    void aBackendCannotSpeakForWeir() {
        harness.setup().forwarding(TRUSTING);
        final ScriptedClient client = harness.client();
        client.sends(ASKING);
        harness.backend().expectsRequest("GET /a");
        harness.backend().sends("HTTP/1.1 200 OK\r\nWeir-Explain: \"other\"\r\nContent-Length: 0\r\n\r\n");
        final WireMessage response = client.expectsResponse(200, "");
        assertTrue(response.field("Weir-Explain").startsWith("\"app\";"), response::toString);
    }

    @Test
    void theAnswerIsThatOfTheLastTry() {
        harness.setup().backends(2).forwarding(TRUSTING);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        client.sends(ASKING);
        harness.backend(1).answers("well");
        assertEquals(
                "\"app\";algorithm=\"round-robin\";loop=\"loop-test\";by=\"turns to wait, least wins\", "
                        + "\"b1\";score=0;in-flight=0;picked, \"b0\";in-flight=0;excluded=\"tried\"",
                client.expectsResponse(200, "well").field("Weir-Explain"));
    }

    @Test
    void whoHasWaitedIsToldWhoHadRoom() {
        harness.setup().backends(1).connectionsMax(1).forwarding(TRUSTING);
        final ScriptedClient busy = harness.client();
        final ScriptedClient client = harness.client();
        busy.sends(GET);
        harness.settle();
        client.sends(ASKING);
        harness.settle();
        harness.backend().answers("busy");
        busy.expectsResponse(200, "busy");
        harness.backend().answers("well");
        final String told = client.expectsResponse(200, "well").field("Weir-Explain");
        assertTrue(told.contains("note=\"the first to have room again\""), told);
        assertTrue(told.contains("\"b0\";in-flight=1;excluded=\"full\";picked"), told);
    }

    @Test
    void whoWaitsInVainIsToldWhoIsFull() {
        harness.setup().backends(1).connectionsMax(1).forwarding(TRUSTING);
        final ScriptedClient client = harness.client();
        harness.client().sends(GET);
        harness.settle();
        client.sends(ASKING);
        harness.settle();
        harness.advanceMs(Setup.QUEUE_MS + 100);
        final String told = client.expectsStatus(503).field("Weir-Explain");
        assertTrue(told.contains("note=\"waits for room\""), told);
        assertTrue(told.endsWith("excluded=\"full\""), told);
    }

    @Test
    void aRefusalForWantOfBackendsIsExplainedToo() {
        harness.setup().backends(2).forwarding(TRUSTING);
        final ScriptedClient client = harness.client();
        harness.setHealth(0, false, 1);
        harness.setHealth(1, false, 1);
        client.sends(ASKING);
        final WireMessage response = client.expectsStatus(503);
        assertTrue(
                response.field("Weir-Explain")
                        .endsWith(", \"b0\";in-flight=0;excluded=\"down\", \"b1\";in-flight=0;excluded=\"down\""),
                response::toString);
        client.sends(GET);
        assertNull(client.expectsStatus(503).field("Weir-Explain"), "only who asks");
    }

    @Test
    void anOwnAlgorithmThatSaysNothingIsSeenToPick() {
        harness.setup()
                .backends(2)
                .forwarding(TRUSTING)
                .balance(Balance.of(CustomAlgorithm.of("mine", parts -> any -> 1)));
        final ScriptedClient client = harness.client();
        client.sends(ASKING);
        harness.backend(1).answers("well");
        assertEquals(
                "\"app\";algorithm=\"mine\";loop=\"loop-test\", \"b1\";in-flight=0;picked, \"b0\";in-flight=0",
                client.expectsResponse(200, "well").field("Weir-Explain"));
    }
}
