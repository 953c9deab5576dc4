package weir.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.control.BackendActions;
import weir.http.Method;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.testkit.ManualClock;
import weir.testkit.Project;

final class AdminApiTest {
    private static final String BACKEND = "/api/pools/app/backends/b1";
    private static final long MS = 1_000_000;

    private final TestRuntime runtime = new TestRuntime();
    private final ManualClock clock = new ManualClock();
    private final Recorded actions = new Recorded();
    private final AdminApi api = new AdminApi(TestRuntime.OPEN, runtime, actions, clock);

    /** Notes what it is told, and answers as a test wants. */
    private static final class Recorded implements BackendActions {
        final List<String> calls = new ArrayList<>();
        Result result = Result.DONE;

        @Override
        public Result setState(String pool, String backend, AdminState state) {
            calls.add(pool + "/" + backend + " " + state.word());
            return result;
        }

        @Override
        public Result setWeight(String pool, String backend, double weight) {
            calls.add(pool + "/" + backend + " " + weight);
            return result;
        }

        @Override
        public Result add(String pool, AddedBackend backend) {
            calls.add(pool + " + " + backend.address() + " " + backend.id() + " " + backend.weight());
            return result;
        }

        @Override
        public Result remove(String pool, String backend, int waitMs) {
            calls.add(pool + " - " + backend + (waitMs == 0 ? "" : " " + waitMs));
            return result;
        }
    }

    private String get(String path) {
        final Response response = api.answer(Requests.get(path));
        assertEquals(200, response.status(), () -> path + ": " + Requests.text(response));
        return Requests.text(response).replaceAll("\\s", "");
    }

    private int status(String path) {
        return api.answer(Requests.get(path)).status();
    }

    private Response put(String body) {
        return api.answer(Requests.of(Method.PUT, BACKEND, body));
    }

    private static void expects(String json, String... parts) {
        for (String part : parts) {
            assertTrue(json.contains(part), () -> part + " in " + json);
        }
    }

    @Test
    void tellsOfABackendWhatTheLoopsHaveCounted() {
        runtime.tallies[1].end(200, 4 * MS, -1, 10, 20);
        runtime.tallies[1].end(0, -1, 1, 0, 0);
        runtime.tallies[1].retry();
        runtime.up[1] = false;
        final String json = get(BACKEND);
        expects(json, "\"id\":\"b1\"", "\"address\":\"10.0.1.2:80\"", "\"health\":\"down\"", "\"state\":\"ready\"");
        expects(json, "\"usable\":false", "\"weight\":2.5", "\"in_flight\":0", "\"requests\":2", "\"2xx\":1");
        expects(json, "\"failures\":{\"total\":1,\"timed_out\":1}", "\"retries\":1", "\"request_bytes\":10");
        expects(json, "\"since_start\":{\"count\":1,\"p50\":3.968,", "\"max\":4.0");
        expects(json, "\"breakers\":[\"half-open\"]");
        expects(
                json,
                "\"transitions\":[{\"time\":\"1970-01-01T00:00:01Z\",\"kind\":\"health\",\"from\":\"up\",\"to\":\"down\",",
                "\"reason\":\"status500\"}]");
    }

    @Test
    void tellsOfAllPools() {
        expects(
                get("/api/pools"),
                "\"name\":\"app\"",
                "\"id\":\"b0\"",
                "\"id\":\"b1\"",
                "\"usable_backends\":2",
                "\"waiting\":0");
        expects(get("/api/pools/app"), "\"balance\":\"round-robin\"");
    }

    @Test
    void forgetsLatenciesThatHaveLeftTheWindow() {
        runtime.tallies[0].end(200, 900 * MS, -1, 0, 0);
        for (int mark = 0; mark < 2; mark++) {
            clock.advanceMs(LatencyWindows.MARK_NS / MS);
            api.windows().moveOn();
        }
        runtime.tallies[0].end(200, 2 * MS, -1, 0, 0);
        final String json = get("/api/pools/app/backends/b0");
        expects(json, "\"since_start\":{\"count\":2", "\"window\":{\"count\":1", "\"window_seconds\":30");
    }

    @Test
    void tellsOfLoopsAndListenersAndItself() {
        runtime.listener.accepted();
        runtime.listener.end(404);
        api.liveness().ask();
        runtime.turn();
        expects(get("/api/loops"), "\"name\":\"loop-0\"", "\"connections\":3", "\"buffers_stock\":16", "\"stalls\":0");
        expects(get("/api/listeners"), "\"address\":\"127.0.0.1:8080\"", "\"pool\":\"app\"", "\"4xx\":1");
        expects(get("/api/version"), "\"weir\":\"test\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/pool",
                "/api/pools/nix",
                "/api/pools/app/backends/nix",
                "/api/pools/nix/backends/b0",
                "/x/y/z/a/b"
            })
    void answers404WhereNothingIs(String path) {
        final Response response = api.answer(Requests.get(path));
        assertEquals(404, response.status());
        assertEquals("application/problem+json", response.contentType());
    }

    @Test
    void answers404ForATargetThatIsMalformed() {
        final Request request = Requests.get("/");
        assertEquals(
                404,
                api.answer(new Request(Method.GET, "", null, request.query(), request.fields(), false, request.body()))
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/pools, 'GET, HEAD'",
        "POST, " + BACKEND + ", 'DELETE, GET, HEAD, PUT'",
        "GET, /api/pools/app/backends, POST",
        "OPTIONS, /metrics, 'GET, HEAD'",
        "OTHER, /live, 'GET, HEAD'"
    })
    void saysWhichMethodsThereAre(Method method, String path, String allowed) {
        final Response response = api.answer(Requests.of(method, path, ""));
        assertEquals(405, response.status());
        assertEquals(allowed, response.fields().get("Allow"));
    }

    @Test
    void isNotAliveFromTheMomentALoopHasDied() {
        assertEquals(200, status("/live"));
        runtime.hasDied = true;
        assertEquals(503, status("/live"));
    }

    @Test
    void isLiveUntilALoopOwesAnAnswerForTooLong() {
        assertEquals(200, status("/live"));
        api.liveness().ask();
        api.liveness().ask(); // a second later
        assertEquals(200, status("/live"));
        api.liveness().ask();
        final Response response = api.answer(Requests.get("/live"));
        assertEquals(503, response.status());
        expects(Requests.text(response), "loop-0", "probe");
        runtime.turn();
        assertEquals(200, status("/live"), "it turns again");
        api.liveness().ask();
        api.liveness().ask();
        assertEquals(200, status("/live"), "it owes a new answer, and not for long");
    }

    /** As after SIGSTOP, or with a machine that was suspended: the loops had no chance to answer either. */
    @Test
    void isLiveAfterAPauseOfTheProcess() {
        api.liveness().ask();
        clock.advanceMs(3_600_000);
        assertEquals(200, status("/live"));
        api.liveness().ask();
        assertEquals(200, status("/live"));
    }

    @Test
    void asksAStuckLoopNoMoreThanItMust() {
        for (int i = 0; i < 2; i++) {
            api.liveness().ask();
        }
        assertEquals(1, runtime.questions.size());
    }

    @Test
    void isReadyWhileEachPoolHasAUsableBackend() {
        runtime.up[0] = false;
        assertEquals(200, status("/ready"));
        runtime.up[1] = false;
        assertEquals(503, status("/ready"));
        runtime.up[0] = true;
        runtime.isStopping = true;
        final Response response = api.answer(Requests.get("/ready"));
        assertEquals(503, response.status());
        expects(Requests.text(response), "stopping");
    }

    @Test
    void changesStateAndWeight() {
        assertEquals(200, put("{\"state\": \"drain\", \"weight\": 0.5}").status());
        assertEquals(200, put("{\"weight\": 0}").status());
        assertEquals(List.of("app/b1 drain", "app/b1 0.5", "app/b1 0.0"), actions.calls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"weigth\": 1} | did you mean \\\"weight\\\"?",
                "{\"state\": \"drian\"} | did you mean \\\"drain\\\"?",
                "{\"state\": 1} | state: accepted: a string",
                "{\"weight\": \"1\"} | weight: accepted: a number from 0 to 256",
                "{\"weight\": 256.5} | weight: accepted: a number from 0 to 256",
                "{\"weight\": -1} | weight: accepted: a number from 0 to 256",
                "{\"weight\": null} | weight: accepted: a number",
                "{\"weight\": NaN} | not JSON",
                "{\"weight\": 1e400} | weight: accepted: a number",
                "{\"weight\": [1]} | weight: accepted: a number",
                "{\"weight\": 1, \"weight\": 2} | a member twice",
                "{\"weight\": 1} {} | something follows",
                "{\"weight\": 1 | not JSON",
                "{} | accepted: state, weight or both",
                "[] | accepted: an object with state, weight",
                "1 | accepted: an object with state, weight",
                "'' | accepted: an object with state, weight",
            })
    void refusesABodyThatIsNotExactlyWhatIsAskedFor(String body, String expected) {
        final Response response = put(body);
        assertEquals(400, response.status(), body);
        expects(Requests.text(response), expected);
        assertEquals(List.of(), actions.calls, "nothing is done by halves");
    }

    @Test
    void stopsAtTheFirstActionThatFails() {
        actions.result = new BackendActions.Result(BackendActions.Outcome.UNKNOWN_BACKEND, "no such backend");
        assertEquals(404, put("{\"state\": \"ready\", \"weight\": 1}").status());
        assertEquals(List.of("app/b1 ready"), actions.calls);
    }

    @Test
    void addsAndRemovesBackends() {
        final Response added = api.answer(
                Requests.of(Method.POST, "/api/pools/app/backends", "{\"address\": \"[::1]:80\", \"weight\": 3}"));
        assertEquals(201, added.status());
        assertEquals(
                "/api/pools/app/backends/%5B%3A%3A1%5D%3A80", added.fields().get("Location"));
        assertEquals(204, api.answer(Requests.of(Method.DELETE, BACKEND, "")).status());
        assertEquals(List.of("app + [::1]:80 [::1]:80 3.0", "app - b1"), actions.calls);
    }

    @Test
    void wantsAnAddressForANewBackend() {
        final Response response =
                api.answer(Requests.of(Method.POST, "/api/pools/app/backends", "{\"id\": \"a b\", \"adress\": \"x\"}"));
        assertEquals(400, response.status());
        expects(Requests.text(response), "address: accepted", "id: accepted", "did you mean \\\"address\\\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_POOL, 404",
        "UNKNOWN_BACKEND, 404",
        "INVALID, 422",
        "CONFLICT, 409",
        "NOT_SUPPORTED, 501",
        "BUSY, 503"
    })
    void tellsWhyAnActionWasNotDone(BackendActions.Outcome outcome, int status) {
        actions.result = new BackendActions.Result(outcome, "this is why");
        final Response response = put("{\"weight\": 1}");
        assertEquals(status, response.status());
        expects(Requests.text(response), "this is why");
    }

    @Test
    void everyEndpointIsDocumented() throws IOException {
        final String document = Files.readString(Project.path("docs/ADMIN.md"));
        for (String endpoint : api.endpoints()) {
            assertTrue(document.contains("`" + endpoint + "`"), endpoint + " in docs/ADMIN.md");
        }
    }
}
