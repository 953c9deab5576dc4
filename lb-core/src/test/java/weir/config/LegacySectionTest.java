package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.balance.Algorithm;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.Configuration;
import weir.model.HealthCheck;
import weir.model.Pool;

class LegacySectionTest {
    private static final String FILE = """
            {"addr": ":8080", "algorithm": "round-robin", "healthCheckDelay": 5,
             "servers": [{"addr": "127.0.0.1:9001", "weigth": 0.5}, {"addr": "127.0.0.1:9002", "weight": 0.50}]}
            """;

    @Test
    void becomesOneListenerAndOnePoolWithATcpCheck() {
        final Configuration configuration = Reads.configuration(FILE);
        final Pool pool = configuration.pools().get(0);
        assertEquals(
                new InetSocketAddress("0.0.0.0", 8080),
                configuration.listeners().get(0).bind());
        assertEquals(0, configuration.listeners().get(0).defaultPool());
        assertEquals(2, pool.backends().size());
        assertEquals(HealthCheck.Type.TCP, pool.health().type());
        assertEquals(5_000, pool.health().times().intervalMs());
        assertEquals(List.of(), Reads.warnings(FILE));
    }

    /** As the older balancer's own example has it. */
    @ParameterizedTest
    @CsvSource({"http://localhost:9000, 9000", "http://localhost:9000/, 9000", "http://localhost, 80"})
    void takesTheUrlOfAServer(String url, int port) {
        final List<Backend> backends = Reads.configuration(FILE.replace("127.0.0.1:9001", url))
                .pools()
                .get(0)
                .backends();
        assertEquals(new InetSocketAddress("127.0.0.1", port), backends.get(0).address());
        assertEquals("localhost:" + port, backends.get(0).id());
        assertEquals(0.5, backends.get(0).weight());
    }

    /** As with the older balancer: whom the system trusts, and the host's own name. */
    @ParameterizedTest
    @CsvSource({"https://localhost:9443, 9443", "https://localhost/, 443"})
    void reachesServersByTlsWhenAllSaySo(String url, int port) {
        final String text = FILE.replace("127.0.0.1:9001", url).replace("127.0.0.1:9002", "https://app.internal");
        final Pool pool = Reads.configuration(text).pools().get(0);
        assertEquals(BackendTls.DEFAULTS, pool.tls());
        assertEquals(
                new InetSocketAddress("127.0.0.1", port), pool.backends().get(0).address());
        assertEquals("app.internal:443", pool.backends().get(1).id());
        assertEquals(List.of(), Reads.warnings(text));
        assertNull(Reads.configuration(FILE).pools().get(0).tls());
    }

    @Test
    void refusesTlsForSomeServersOnly() {
        assertEquals(
                List.of("weir.yaml:2: servers[1]: found no https:// beside servers with it, accepted: https:// for all "
                        + "servers or for none; a file with listeners and pools can have a pool of each"),
                Reads.problems(FILE.replace("127.0.0.1:9001", "https://localhost")));
        assertEquals(
                List.of("weir.yaml:2: servers[1]: found https:// beside servers without it, accepted: https:// for all "
                        + "servers or for none; a file with listeners and pools can have a pool of each"),
                Reads.problems(FILE.replace("127.0.0.1:9002", "https://localhost")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "roundrobin", "round_robin", "RoundRobin", "ROUND ROBIN"})
    void takesTheUsualSpellingsOfAnAlgorithm(String spelling) {
        assertEquals(
                Algorithm.ROUND_ROBIN,
                Reads.configuration(FILE.replace("round-robin", spelling))
                        .pools()
                        .get(0)
                        .algorithm());
    }

    @Test
    void keepsTheTimeoutBelowAShortInterval() {
        final HealthCheck health =
                Reads.configuration(FILE.replace("5,", "1,")).pools().get(0).health();
        assertTrue(health.times().timeoutMs() < health.times().intervalMs(), health::toString);
    }

    @ParameterizedTest(name = "{0}, {1} -> {2}, {3}")
    @CsvSource({"0.5, 0.25, 0.5, 0.25", "2, 1, 2, 1", "1e1, 1, 10, 1", "1000, 500, 256, 128"})
    void appliesTheProportionsOfTheWeights(String first, String second, double firstWeight, double secondWeight) {
        final String text = FILE.replace("0.50", second).replace("0.5", first);
        final List<Backend> backends = Reads.configuration(text).pools().get(0).backends();
        assertEquals(firstWeight, backends.get(0).weight());
        assertEquals(secondWeight, backends.get(1).weight());
        assertEquals(List.of(), Reads.warnings(text));
    }

    @Test
    void countsAnAbsentWeightAsOne() {
        final String text = FILE.replace(", \"weight\": 0.50", "");
        assertEquals(
                1, Reads.configuration(text).pools().get(0).backends().get(1).weight());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"round-robin\" | \"LeastConections\" | algorithm: found \"LeastConections\", accepted: one of round-robin",
                "\"round-robin\" | \"fastest\" | algorithm: found \"fastest\", accepted: one of round-robin",
                "5, | 0, | healthCheckDelay: found \"0\", accepted: a number from 1 to 3600",
                "0.50 | 0 | servers[1].weight: found \"0\", accepted: a number above 0, such as 0.5",
                "0.50 | NaN | servers[1].weight: found \"NaN\"",
                "\"weight\" | \"weigths\" | servers[1]: found unknown key \"weigths\", accepted: one of addr, weigth, weight; did you mean \"weigth\"?",
                "\"weight\" | \"weight\": 1, \"weigth\" | servers[1].weight: found both weigth and weight, accepted: one of the two",
                "127.0.0.1:9001 | http://localhost:9000/app | accepted: http://host:port, https://host:port, or host:port or [v6]:port, a port from 1 to 65535, or unix:/path, without a path",
                "\"addr\": \":8080\", | \"x\": 1, | found unknown key \"x\"",
                "127.0.0.1:9002 | 127.0.0.1:9001 | servers[1]: found the address of backend \"127.0.0.1:9001\" again",
            })
    void refuses(String part, String replacement, String message) {
        final List<String> problems = Reads.problems(FILE.replace(part, replacement));
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(message)), problems::toString);
    }

    @Test
    void isNotTakenForAnOlderFileWhenItHasSectionsOfOurs() {
        final List<String> problems = Reads.problems(Sample.SHORTEST + "servers: []\n");
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains("found unknown key \"servers\""), problems::toString);
    }
}
