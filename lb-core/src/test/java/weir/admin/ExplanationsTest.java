package weir.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.Explanation.Candidate;

/** What {@code /api/explain} asks a loop, what it makes of the answer, and what it refuses. */
final class ExplanationsTest {
    private static final int PATIENCE_MS = 1;

    private final TestRuntime runtime = new TestRuntime();
    private final Explanations explanations = new Explanations(runtime, PATIENCE_MS);

    /** @param query names and values in turn */
    private Response ask(String... query) {
        final Map<String, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            map.computeIfAbsent(query[i], name -> new ArrayList<>()).add(query[i + 1]);
        }
        final Request request = Requests.get("/api/explain");
        return explanations.answer(new Request(
                request.method(), request.host(), request.path(), map, request.fields(), false, new byte[0]));
    }

    private static String compact(Response response) {
        return Requests.text(response).replaceAll("\\s*\\n\\s*", "").replace(" : ", ":");
    }

    private static Explanation answer(String key, String winner, Candidate... backends) {
        return new Explanation(
                "loop-0", "app", "peak-ewma", key, true, "least wins", "a note", List.of(backends), winner, null);
    }

    @Test
    void writesWhatTheLoopSays() {
        runtime.explanation = answer(
                null,
                "b1",
                new Candidate("b0", 2, 3, Double.NaN, Double.NaN, Candidate.FULL),
                new Candidate("b1", 0.5, 0, 1_500_000.7, 0.25, null));
        final Response response = ask("pool", "app");
        assertEquals(200, response.status());
        assertEquals(
                "{\"pool\":\"app\",\"loop\":\"loop-0\",\"algorithm\":\"peak-ewma\",\"winner\":\"b1\","
                        + "\"score_meaning\":\"least wins\",\"note\":\"a note\",\"backends\":["
                        + "{\"id\":\"b0\",\"weight\":2,\"in_flight\":3,\"latency_ms\":null,\"score\":null,\"excluded\":\"full\"},"
                        + "{\"id\":\"b1\",\"weight\":0.5,\"in_flight\":0,\"latency_ms\":1.5,\"score\":0.25,\"excluded\":null}]}",
                compact(response)
                        .replace("\": ", "\":")
                        .replace(", {", ",{")
                        .replace("[ {", "[{")
                        .replace("} ]", "}]"));
    }

    @Test
    void saysWhatIsHashedAndThatNobodyWins() {
        runtime.explanation = answer("header:X-User", null);
        final String json = compact(ask("pool", "app"));
        assertTrue(json.contains("\"key\":\"header:X-User\",\"has_key\":true,\"winner\":null"), json);
    }

    @Test
    void writesNoNumberThatJsonDoesNotHave() {
        runtime.explanation = answer(
                null,
                null,
                new Candidate("b0", 1, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, null),
                new Candidate("b1", 1, 0, 0, 1e300, null));
        final String json = compact(ask("pool", "app"));
        assertTrue(json.contains("\"latency_ms\":null,\"score\":null"), json);
        assertTrue(json.contains("\"score\":1.0E300"), json);
    }

    @Test
    void saysWhyWeirWouldRefuseSuchARequest() {
        runtime.explanation = Explanation.refused("loop-0", "app", "host_repeated");
        final Response response = ask("pool", "app", "header.Host", "y");
        assertEquals(200, response.status());
        assertEquals("{\"pool\":\"app\",\"loop\":\"loop-0\",\"refusal\":\"host_repeated\"}", compact(response));
    }

    @Test
    void asksForTheRequestOfTheQuery() throws Exception {
        runtime.explanation = answer(null, null);
        ask(
                "pool",
                "app",
                "client",
                "2001:db8::7",
                "path",
                "/x?y=1",
                "host",
                "example.com",
                "header.X-User",
                "jos\u00e9",
                "header.X-User",
                "");
        assertEquals(
                List.of(new ExplainRequest(
                        "app",
                        InetAddress.getByName("2001:db8::7"),
                        "/x?y=1",
                        "example.com",
                        List.of(
                                new ExplainRequest.Field("X-User", "jos\u00c3\u00a9"), // the bytes of UTF-8
                                new ExplainRequest.Field("X-User", "")),
                        List.of())),
                runtime.explained);
        ask("pool", "app", "loop", "0");
        assertEquals(new ExplainRequest("app", null, "/", "localhost", List.of(), List.of()), runtime.explained.get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "client, 1.2.3.4, 'pool: missing, accepted: the name of a pool'",
        "clients, 1.2.3.4, 'clients: unknown, accepted: pool, client, path, host, loop, header.NAME'",
        "client, example.com, client: accepted: an IP address",
        "client, 1.2.3.256, client: accepted: an IP address",
        "client, '', client: accepted: an IP address",
        "loop, 1, loop: accepted: 0 to 0",
        "loop, -1, loop: accepted: 0 to 0",
        "loop, 99999999999, loop: accepted: 0 to 0",
        "path, x, path: must be at most 8192 characters of /[!-~]*",
        "path, /a b, path: must be at most 8192 characters of /[!-~]*",
        "host, '', 'host: must be at most 261 characters of [!-~]{1,261}'",
        "header.a b, c, header.field: must be",
        "header., c, header.field: must be",
    })
    void refusesAQueryThatIsNotInOrder(String name, String value, String error) {
        final Response response = error.startsWith("pool") ? ask(name, value) : ask("pool", "app", name, value);
        assertEquals(400, response.status());
        assertEquals("application/problem+json", response.contentType());
        assertTrue(compact(response).contains('"' + error), () -> compact(response));
        assertEquals(List.of(), runtime.explained);
    }

    @Test
    void refusesAValueThatWouldEndItsLine() {
        assertEquals(400, ask("pool", "app", "header.A", "b\r\nC: d").status());
        assertEquals(400, ask("pool", "app", "host", "b\r\nC: d").status());
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        final String json = compact(ask("pool", "app", "pool", "app", "client", "x", "lop", "0", "loop", "7"));
        for (String error : List.of("lop: unknown", "pool: given 2 times", "client: accepted", "loop: accepted")) {
            assertTrue(json.contains('"' + error), json);
        }
    }

    @Test
    void answers404WhenThereIsNoSuchPool() {
        assertEquals(404, ask("pool", "ap").status());
        assertEquals(List.of(), runtime.explained);
        runtime.explanation = Explanation.refused("loop-0", "app", Explanation.NO_POOL);
        assertEquals(404, ask("pool", "app").status());
    }

    @Test
    void answers503WhenTheLoopKeepsSilent() {
        final Response response = ask("pool", "app");
        assertEquals(503, response.status());
        assertTrue(Requests.text(response).contains("loop-0 does not answer"), () -> Requests.text(response));
        assertEquals(1, runtime.explained.size());
    }

    @Test
    void answers503WhenTheMailboxIsFull() {
        runtime.isMailboxFull = true;
        final Response response = ask("pool", "app");
        assertEquals(503, response.status());
        assertTrue(Requests.text(response).contains("mailbox"), () -> Requests.text(response));
    }
}
