package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.balance.Algorithm;
import weir.config.section.ListenerSection;
import weir.config.section.PoolSection;
import weir.config.section.RootSection;
import weir.model.AccessLog;
import weir.model.Backend;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.KeepAlive;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Pool;
import weir.model.PoolTimeouts;
import weir.model.QueueLimits;
import weir.model.RetryPolicy;
import weir.model.Route;

class ConfigTextTest {
    private static final String ROOT_KEYS = new RootSection().names();
    private static final String LISTENER_KEYS = new ListenerSection().names();
    private static final String POOL_KEYS = new PoolSection().names();

    private static final String FULL = """
            loops: 3
            buffers: 64MiB
            shutdown: 5s
            log: {access: logs/access.log, format: json}
            listeners:
              web:
                bind: 127.0.0.1:8080
                mode: http
                pool: app
                routes:
                  - {host: API.example.com, path: /v1/*, pool: api}
                  - {host: "*.example.com", pool: api}
                  - {path: /status, pool: app}
                timeouts: {head: 1s, body: 2s, idle: 3s, tunnel: 4m, linger: 0ms}
                limits: {head: 8KiB, headers: 50, target: 4096, body: 1MiB, requests: 1000, connections: 2000}
              admin:
                bind: "[::1]:0"
                routes: [{path: /admin/*, pool: api}]
            pools:
              api:
                balance: {algorithm: round-robin}
                host: api.internal:8443
                backends:
                  - 127.0.0.1:9001
                  - {id: b2, address: app.internal:9002, max-connections: 20}
                queue: {length: 30, timeout: 250ms}
                health: {type: http, path: "/ready?deep=1", expect: 200, interval: 1m, timeout: 250ms, rise: 1, fall: 5}
                timeouts: {connect: 250ms, response: 10s, body: 20s, idle: 30s}
                keep-alive: {connections: 16}
                retry: {attempts: 1, on: [connect-failure, empty-response]}
              app:
                backends: [127.0.0.1:9001]
                health: none
            """;

    @Test
    void fillsWhatTheShortestFileLeavesOutWithDefaults() {
        final Configuration configuration = Reads.configuration(Sample.SHORTEST);
        final Listener web = new Listener(
                "web",
                new InetSocketAddress("127.0.0.1", 8080),
                0,
                List.of(),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
        final Pool app = new Pool(
                "app",
                Algorithm.ROUND_ROBIN,
                null,
                List.of(backend("127.0.0.1:9001", "127.0.0.1", 9001), backend("127.0.0.1:9002", "127.0.0.1", 9002)),
                HealthCheck.DEFAULTS,
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                RetryPolicy.DEFAULTS);
        final int loops = Math.min(256, Runtime.getRuntime().availableProcessors());
        assertEquals(new Configuration(loops, 0, Configuration.SHUTDOWN_MS, List.of(web), List.of(app)), configuration);
    }

    @Test
    void takesEveryListenerKeyOfAFullFile() {
        final Configuration configuration = Reads.configuration(FULL);
        final Listener web = new Listener(
                "web",
                new InetSocketAddress("127.0.0.1", 8080),
                1,
                List.of(
                        new Route("api.example.com", "/v1/*", 0),
                        new Route("*.example.com", null, 0),
                        new Route(null, "/status", 1)),
                new ListenerTimeouts(1_000, 2_000, 3_000, 240_000, 0),
                new ListenerLimits(8_192, 50, 4_096, 1 << 20, 1_000, 1_000, 2_000));
        assertEquals(web, configuration.listeners().get(0));
        assertEquals(-1, configuration.listeners().get(1).defaultPool());
        assertEquals(
                new InetSocketAddress("::1", 0),
                configuration.listeners().get(1).bind());
        assertEquals(3, configuration.loops());
        assertEquals(64 << 20, configuration.bufferBytesMax());
        assertEquals(5_000, configuration.shutdownMs());
        assertEquals(new AccessLog(Path.of("logs", "access.log"), AccessLog.Format.JSON), configuration.accessLog());
    }

    @Test
    void takesEveryPoolKeyOfAFullFile() {
        final List<Pool> pools = Reads.configuration(FULL).pools();
        final Pool api = new Pool(
                "api",
                Algorithm.ROUND_ROBIN,
                "api.internal:8443",
                List.of(
                        backend("127.0.0.1:9001", "127.0.0.1", 9001),
                        new Backend("b2", new InetSocketAddress("10.0.0.1", 9002), 1, 20)),
                new HealthCheck(HealthCheck.Type.HTTP, "/ready?deep=1", 200, 200, 60_000, 250, 1, 5),
                new PoolTimeouts(250, 10_000, 20_000),
                new KeepAlive(30_000, 16),
                new RetryPolicy(
                        1, EnumSet.of(RetryPolicy.Condition.CONNECT_FAILURE, RetryPolicy.Condition.EMPTY_RESPONSE)));
        assertEquals(api.withQueue(new QueueLimits(30, 250)), pools.get(0));
        assertEquals(QueueLimits.DEFAULTS, pools.get(1).queue());
        assertEquals(HealthCheck.Type.NONE, pools.get(1).health().type());
        assertNull(pools.get(1).host());
        assertEquals(List.of(), Reads.warnings(FULL));
    }

    @Test
    void tellsAllProblemsAtOnceInLineOrder() {
        final String text = """
                listeners:
                  web:
                    bind: 127.0.0.1:808080
                    pol: app
                    routes:
                      - {path: v1, pool: ap}
                pools:
                  app:
                    backends: [127.0.0.1:9001]
                    health:
                      interval: 2x
                      timeout: 5
                lops: 2
                """;
        assertEquals(
                List.of(
                        "weir.yaml:3: listeners.web.bind: found \"127.0.0.1:808080\", accepted: host:port, [v6]:port, "
                                + ":port for 0.0.0.0, or a port for 127.0.0.1, or unix:/path",
                        "weir.yaml:4: listeners.web: found unknown key \"pol\", accepted: one of " + LISTENER_KEYS
                                + "; did you mean \"pool\"?",
                        "weir.yaml:6: listeners.web.routes[0].path: found \"v1\", accepted: a path that begins with /, or "
                                + "the beginning of one followed by *",
                        "weir.yaml:6: listeners.web.routes[0].pool: found \"ap\", which is no pool, accepted: app; did you "
                                + "mean \"app\"?",
                        "weir.yaml:11: pools.app.health.interval: found \"2x\", accepted: a duration from 10ms to 1h, such "
                                + "as 250ms, 5s, 2m",
                        "weir.yaml:12: pools.app.health.timeout: found \"5\" without a unit, accepted: a duration from 1ms "
                                + "to 10m, such as 250ms, 5s, 2m",
                        "weir.yaml:13: found unknown key \"lops\", accepted: one of " + ROOT_KEYS
                                + "; did you mean \"loops\"?"),
                Reads.problems(text));
    }

    @Test
    void saysThatAPlannedKeyIsNotThereYet() {
        final String text = Sample.with("pools.app.discovery", "{}");
        assertEquals(
                List.of(
                        "weir.yaml:1: pools.app: found key \"discovery\", which this version does not have yet, accepted: one of "
                                + POOL_KEYS),
                Reads.problems(text));
    }

    @Test
    void namesTheLineOfTheFirstOfTwoEqualKeys() {
        final String text = Sample.SHORTEST + "loops: 1\nloops: 2\n";
        assertEquals(
                List.of("weir.yaml:7: found a second key \"loops\", accepted: one; line 6 has it"),
                Reads.problems(text));
    }

    @Test
    void refusesKeysThatAreNotText() {
        assertEquals(
                List.of("weir.yaml:6: found a key that is not text, accepted: text before the colon"),
                Reads.problems(Sample.SHORTEST + "? [a]\n: 1\n"));
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners: found nothing, accepted: a map of names, each with a map of "
                                + LISTENER_KEYS,
                        "weir.yaml:1: pools: found nothing, accepted: a map of names, each with a map of " + POOL_KEYS),
                Reads.problems("loops: 1").stream().sorted().toList());
        assertEquals(2, Reads.problems("{listeners: {}, pools: {}}").size());
        assertEquals(2, Reads.problems("listeners:\npools:\n").size());
    }

    @Test
    void saysOnceThatThereAreNoPools() {
        Reads.expectProblem(
                "weir.yaml:1: pools: found nothing", "listeners: {a: {bind: 1, pool: x}, b: {bind: 2, pool: y}}");
    }

    @Test
    void wantsAPoolOrRoutes() {
        final String text = "pools: {app: {backends: ['127.0.0.1:1']}}\nlisteners:\n  web: {bind: 8080%s}";
        final String expected =
                "weir.yaml:3: listeners.web: found neither pool nor routes, accepted: at least one of the two";
        assertEquals(List.of(expected), Reads.problems(text.formatted("")));
        assertEquals(List.of(expected), Reads.problems(text.formatted(", routes: []")));
        assertEquals(List.of(), Reads.problems(text.formatted(", pool: app, routes: []")));
    }

    @Test
    void takesARouteWithoutAConditionAndWarnsOfWhatItHides() {
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.routes[1]: warning: an earlier route takes all requests of this one: that of line 1",
                        "weir.yaml:1: listeners.web.pool: warning: no request comes to this pool: the route of line 1 takes all"),
                Reads.warnings(Sample.with("listeners.web.routes", "[{pool: app}, {host: a, pool: app}]")));
    }

    @Test
    void refusesTheSameBindTwice() {
        final String text = "pools: {app: {backends: ['127.0.0.1:1']}}\n"
                + "listeners:\n  a: {bind: '%s', pool: app}\n  b: {bind: '%s', pool: app}";
        assertEquals(
                List.of("weir.yaml:4: listeners.b.bind: found \"localhost:80\", which listeners.a.bind has already, "
                        + "accepted: an address of its own"),
                Reads.problems(text.formatted("127.0.0.1:80", "localhost:80")));
        assertEquals(1, Reads.problems(text.formatted(":80", "[::]:80")).size());
        assertEquals(List.of(), Reads.problems(text.formatted(":80", "127.0.0.1:80")));
        assertEquals(List.of(), Reads.problems(text.formatted(":0", ":0")));
    }

    @Test
    void wantsEachBackendOnce() {
        assertEquals(
                List.of("weir.yaml:1: pools.app.backends[1]: found the address of backend \"127.0.0.1:1\" again, "
                        + "accepted: each address once in a pool"),
                Reads.problems(Sample.with("pools.app.backends", "[127.0.0.1:1, localhost:1]")));
        assertEquals(
                List.of(
                        "weir.yaml:1: pools.app.backends[1]: found the id \"a\" again, accepted: each id once in a pool"),
                Reads.problems(Sample.with(
                        "pools.app.backends", "[{id: a, address: 127.0.0.1:1}, {id: a, address: 127.0.0.1:2}]")));
    }

    @Test
    void saysOfAnIdThatItIsOneWhateverItIs() {
        assertEquals(
                List.of(
                        "weir.yaml:1: pools.app.backends[1]: found the id \"address-1\" again, accepted: each id once in "
                                + "a pool"),
                Reads.problems(Sample.with(
                        "pools.app.backends",
                        "[{id: address-1, address: 127.0.0.1:1}, {id: address-1, address: 127.0.0.1:2}]")));
    }

    @Test
    void wantsNamesThatFitIntoMetricsAndPaths() {
        final String text = Sample.SHORTEST.replace("web:", "we b:");
        assertEquals(
                List.of("weir.yaml:2: listeners: found the name \"we b\", accepted: 1 to 64 letters, digits, dashes or "
                        + "underscores"),
                Reads.problems(text));
        assertEquals(1, Reads.problems(text.replace("we b", "a".repeat(65))).size());
        assertEquals(List.of(), Reads.problems(text.replace("we b", "a".repeat(64))));
    }

    @Test
    void warnsOfWhatIsAllowedButOdd() {
        final String text = """
                listeners:
                  web:
                    bind: 8080
                    pool: app
                    routes:
                      - {host: a.b, pool: app}
                      - {host: A.B, pool: app}
                pools:
                  app:
                    backends: [127.0.0.1:9001]
                    health:
                      path: /x
                      timeout: 2s
                  unused:
                    backends: [127.0.0.1:9001]
                """;
        assertEquals(
                List.of(
                        "weir.yaml:7: listeners.web.routes[1]: warning: an earlier route takes all requests of this one: that "
                                + "of line 6",
                        "weir.yaml:11: pools.app.health: warning: timeout 2s is not below interval 2s, so a slow check "
                                + "delays the next one",
                        "weir.yaml:12: pools.app.health.path: warning: has no effect without type: http",
                        "weir.yaml:14: pools.unused: warning: no listener uses this pool"),
                Reads.warnings(text));
        assertEquals(List.of(), Reads.problems(text));
    }

    @Test
    void showsTextOfTheFileOnOneHarmlessLine() {
        final List<String> problems =
                Reads.problems(Sample.with("pools.app.host", "\"a\\n\\e[31m" + "b".repeat(99) + "\""));
        assertTrue(problems.get(0).contains("found \"a\\u000a\\u001b[31mbbb"), problems::toString);
        assertTrue(problems.get(0).contains("b...\""), problems::toString);
    }

    /** A space that came with a text from a web page is what is wrong; a vowel sign is not. */
    @Test
    void showsWhatCannotBeSeenInTextOfTheFile() {
        final List<String> problems = Reads.problems(Sample.with("pools.app.host", "\"a\u200b b\u00a0c\u093f\""));
        assertTrue(problems.get(0).contains("found \"a\\u200b b\\u00a0c\u093f\""), problems::toString);
    }

    private static Backend backend(String id, String host, int port) {
        return new Backend(id, new InetSocketAddress(host, port));
    }
}
