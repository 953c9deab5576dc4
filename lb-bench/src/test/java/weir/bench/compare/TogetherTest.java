package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.bench.host.CpuSample;
import weir.bench.host.CpuUse;
import weir.bench.host.Workspace;

/** All peers of a round under load at the same time. */
class TogetherTest {
    private static final Traffic TRAFFIC = Scenario.KEEP_ALIVE_SMALL.traffic();

    /**
     * The subject's loops take 10 us of 20, the other's 8 of 10: the whole says twice, the loops say a quarter more.
     */
    private static Results results() {
        final List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= 6; number++) {
            rounds.add(round(number, "weir", 20, 10));
            rounds.add(round(number, "weir-2", 10, 8));
        }
        return new Results(
                Rounds.plan(Scenario.KEEP_ALIVE_SMALL, 1, true),
                Rounds.environment(),
                List.of("weir", "weir-2"),
                Map.of(),
                rounds,
                List.of());
    }

    /** Each has half of the proxies' core for five seconds; client and origin have a tenth of theirs. */
    private static Round round(int number, String peer, long cpuUs, long loopUs) {
        final Round round = Rounds.full(number, 1, peer, cpuUs, 0);
        final long requests = 2_500_000 / cpuUs;
        final CpuUse proxy = new CpuUse(requests * cpuUs * 1_000, requests * loopUs * 1_000, 0, 0);
        final Usage usage = new Usage(proxy, 250_000_000, 250_000_000, 0, 5_000_000_000L, 0, 50_000_000);
        final Answers answers = Answers.counted(requests, requests / 5.0, 131 * requests, Map.of());
        return new Round(number, 1, Phase.FULL, peer, round.startSeconds(), answers, usage);
    }

    private static List<String> row(String text, String start) {
        return text.lines().filter(line -> line.startsWith(start)).toList();
    }

    @Test
    void tellsTheLoopsRatioBesideThatOfTheWhole() {
        final String text = new ResultsText(results()).toString();
        assertTrue(row(text, "CPU, us/request").get(0).contains("2.000 (2.000 to 2.000)"), text);
        assertTrue(row(text, "CPU of the loops, us/request").get(0).contains("1.250 (1.250 to 1.250)"), text);
        final String nobodyHasLoops = new ResultsText(Rounds.results(Scenario.KEEP_ALIVE_SMALL)).toString();
        assertFalse(nobodyHasLoops.contains("CPU of the loops"), nobodyHasLoops);
    }

    @Test
    void saysWhereverFiguresAreThatPeersSharedTheCore() throws IOException {
        final Results together = results();
        final Results inTurn = Rounds.results(Scenario.KEEP_ALIVE_SMALL);
        for (String text : List.of(new ResultsText(together).toString(), ReportPage.of("x", List.of(together)))) {
            assertTrue(text.contains("64 connections, shared by all peers, which are under load together, "), text);
            assertTrue(text.contains("Do not compare absolute figures"), text);
        }
        for (String text : List.of(new ResultsText(inTurn).toString(), ReportPage.of("x", List.of(inTurn)))) {
            assertFalse(text.contains("shared by all") || text.contains("Do not compare"), text);
        }
        assertTrue(ResultsCsv.of(together).lines().skip(1).allMatch(line -> line.endsWith(",true")));
    }

    /** Neither proxy had more than half of the core, and there was no more of it. */
    @Test
    void tellsTheLimitOfAllProxiesTogether() {
        final String text = new ResultsText(results()).toString();
        assertEquals(
                2, text.lines().filter(line -> line.endsWith("  the proxy")).count(), text);
    }

    @Test
    void comesBackFromItsFileAndKnowsOlderOnes() throws IOException {
        final String json = ResultsJson.of(results());
        assertTrue(ResultsReader.read("x.json", json).plan().together());
        assertEquals(json, ResultsJson.of(ResultsReader.read("x.json", json)));
        final String older = json.replace("    \"together\" : true,\n", "");
        assertFalse(
                older.equals(json) || ResultsReader.read("x.json", older).plan().together());
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"CONNECTION_STORM", "IDLE_10000", "SLOW_BACKEND", "BACKEND_KILLED", "TCP_STREAM"})
    void refusesScenariosThatCannotBe(Scenario scenario) {
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Rounds.plan(scenario, 1, true));
        assertTrue(
                e.getMessage()
                        .startsWith("--together: not with --scenario " + scenario.word() + ", must be some of keep-"),
                e.getMessage());
    }

    @Test
    void startsEachPeerFirstInTurn() {
        final List<String> two = List.of("a", "b");
        assertEquals(List.of("a", "b"), Comparison.startOrder(two, 1));
        assertEquals(List.of("b", "a"), Comparison.startOrder(two, 2));
        assertEquals(List.of("a", "b"), Comparison.startOrder(two, 3));
        assertEquals(List.of("b", "c", "a"), Comparison.startOrder(List.of("a", "b", "c"), 2));
    }

    @Test
    void looksAtAllBeforeTheLoadAndAfterIt() throws Exception {
        try (Workspace workspace = Workspace.open()) {
            final List<Server> servers =
                    Stream.of("a", "b").map(name -> sleeper(workspace, name)).toList();
            final List<String> seen = new ArrayList<>();
            final RoundMeter meter = new RoundMeter(TRAFFIC, () -> {
                seen.add("look"); // at the origin, after the proxies have been looked at
                return new CpuSample(Map.of(), 0, 0);
            });
            final List<Round> rounds = meter.measure(3, 2, Phase.FULL, servers, new Fake(seen), 1);
            assertEquals(List.of("look", "a and b", "look"), seen);
            assertEquals(List.of("a", "b"), rounds.stream().map(Round::peer).toList());
            assertEquals(
                    List.of(1L, 2L),
                    rounds.stream().map(round -> round.answers().count()).toList());
            for (Round round : rounds) {
                assertEquals(3, round.number());
                assertEquals(2, round.fork());
                assertEquals(rounds.get(0).startSeconds(), round.startSeconds());
                assertEquals(rounds.get(0).usage().wallNs(), round.usage().wallNs());
            }
        }
    }

    /** A process that can be looked at. */
    private static Server sleeper(Workspace workspace, String name) {
        try {
            final List<String> command = List.of("sleep", "60");
            final Peer peer = new Peer(name, null, null, command, Map.of(), 0);
            return new Server(peer, workspace.start(name, command), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Has one answer of the first, two of the second. */
    private record Fake(List<String> seen) implements LoadSource {
        @Override
        public Answers run(Server server, int seconds) {
            throw new AssertionError(server.name() + " alone");
        }

        @Override
        public List<Answers> run(List<Server> servers, int seconds) {
            seen.add(String.join(" and ", servers.stream().map(Server::name).toList()));
            return Stream.of(1, 2)
                    .map(count -> Answers.counted(count, count, count, Map.of()))
                    .toList();
        }
    }
}
