package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Route;

class TcpListenerSectionTest {
    private static String file(String listener, String pool) {
        return "listeners:\n  db: {bind: 5432, mode: tcp" + listener + "}\npools:\n  app: {backends: [127.0.0.1:9001]"
                + pool + "}\n";
    }

    private static void expectsProblem(String listener, String pool, String problem) {
        assertEquals(List.of("weir.yaml:2: listeners.db" + problem), Reads.problems(file(listener, pool)));
    }

    @Test
    void needsAPoolAndNothingElse() {
        final Listener listener =
                Reads.configuration(file(", pool: app", "")).listeners().get(0);
        assertEquals(ListenerMode.TCP, listener.mode());
        assertEquals(0, listener.defaultPool());
    }

    @Test
    void modeIsHttpUnlessTheFileSaysOtherwise() {
        final Listener listener =
                Reads.configuration(Sample.SHORTEST).listeners().get(0);
        assertEquals(ListenerMode.HTTP, listener.mode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", balance: ip-hash",
                ", balance: peak-ewma",
                ", balance: {algorithm: maglev, key: source}",
                ", sticky: {source: true}",
                ", health: tcp",
                ", health: {type: http, path: /up}"
            })
    void takesWhatNeedsNoRequests(String pool) {
        Reads.configuration(file(", pool: app", pool));
    }

    @Test
    void refusesAPoolThatGoesByRequests() {
        final String accepted = " needs HTTP, accepted: a pool without it";
        expectsProblem(
                ", pool: app",
                ", balance: {algorithm: maglev, key: header:X-User}",
                ".pool: found \"app\" with mode: tcp, whose balance.key header:X-User" + accepted);
        expectsProblem(
                ", pool: app",
                ", balance: {algorithm: ring-hash, key: uri}",
                ".pool: found \"app\" with mode: tcp, whose balance.key uri" + accepted);
        expectsProblem(
                ", pool: app",
                ", sticky: {cookie: WEIR}",
                ".pool: found \"app\" with mode: tcp, whose sticky.cookie" + accepted);
        expectsProblem(
                ", pool: app",
                ", sticky: {header: X-User}",
                ".pool: found \"app\" with mode: tcp, whose sticky.header" + accepted);
    }

    @Test
    void refusesAPoolWithLimits() {
        expectsProblem(
                ", pool: app",
                ", rate-limits: [{key: all, rate: 1/s}]",
                ".pool: found \"app\" with mode: tcp, whose rate-limits needs HTTP, accepted: a pool without it");
    }

    @Test
    void refusesAPoolWhoseFallbackGoesByRequests() {
        final String found = ".pool: found \"app\" with mode: tcp, whose fallback ";
        final String accepted = " needs HTTP, accepted: a pool without it";
        expectsProblem(", pool: app", ", fallback: {status: 503}", found + "response" + accepted);
        final String other = "}\n  other: {backends: [127.0.0.1:9002], sticky: {cookie: WEIR}";
        expectsProblem(", pool: app", ", fallback: other" + other, found + "other with its sticky.cookie" + accepted);
        Reads.configuration(file(", pool: app", ", fallback: other}\n  other: {backends: [127.0.0.1:9002]"));
    }

    @Test
    void refusesWhatIsDoneWithRequests() {
        final String accepted = " with mode: tcp, accepted: it with mode: http only";
        expectsProblem(
                ", pool: app, routes: [{path: /a, pool: app}]",
                "",
                ".routes[0]: found host or path with mode: tcp, accepted: sni");
        expectsProblem(", pool: app, forwarded: none", "", ".forwarded: found forwarded" + accepted);
        expectsProblem(", pool: app, trusted: [10.0.0.0/8]", "", ".trusted: found trusted" + accepted);
    }

    @Test
    void asksForThePoolOnce() {
        expectsProblem("", "", ": found neither pool nor routes, accepted: at least one of the two");
    }

    @Test
    void takesRoutesByTheNameOfTheServer() {
        final Listener listener = Reads.configuration(
                        file(", routes: [{sni: API.example.com, pool: app}, {sni: '*.example.com', pool: app}]", ""))
                .listeners()
                .get(0);
        assertEquals(-1, listener.defaultPool());
        assertEquals(
                List.of(new Route("api.example.com", null, 0), new Route("*.example.com", null, 0)), listener.routes());
        expectsProblem(
                ", routes: [{sni: a, host: b, pool: app}]",
                "",
                ".routes[0]: found sni beside host or path, accepted: sni with mode: tcp, the others with HTTP");
        expectsProblem(
                ", routes: [{sni: a, pool: app}]",
                ", sticky: {cookie: WEIR}",
                ".routes: found \"app\" with mode: tcp, whose sticky.cookie needs HTTP, accepted: a pool without it");
        assertEquals(
                List.of("weir.yaml:2: listeners.db.routes[0]: found sni with mode: http, accepted: host and path"),
                Reads.problems(
                        file(", pool: app, routes: [{sni: a, pool: app}]", "").replace("tcp", "http")));
    }

    @Test
    void warnsOfTimeoutsAndLimitsThatHaveNoEffect() {
        assertEquals(
                List.of(
                        "weir.yaml:2: listeners.db.timeouts: warning: no effect with mode: tcp: idle",
                        "weir.yaml:2: listeners.db.limits: warning: no effect with mode: tcp: head"),
                Reads.warnings(file(
                        ", pool: app, timeouts: {tunnel: 1m, idle: 1m}, limits: {head: 1KiB, connections: 5}", "")));
        assertEquals(
                List.of(), Reads.warnings(file(", pool: app, timeouts: {tunnel: 1m}, limits: {connections: 5}", "")));
    }
}
