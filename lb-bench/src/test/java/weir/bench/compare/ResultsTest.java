package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultsTest {
    private final Results results = new Results(
            Rounds.plan(Scenario.KEEP_ALIVE_SMALL, 1),
            Rounds.environment(),
            List.of("weir", "nginx"),
            Map.of(),
            List.of(
                    Rounds.full(1, 1, "weir", 10, 0),
                    Rounds.full(1, 1, "nginx", 20, 0),
                    Rounds.full(2, 1, "nginx", 10, 0), // the order within a round is random
                    Rounds.full(2, 1, "weir", 8, 0),
                    Rounds.full(3, 1, "weir", 1, 5), // errors: must not count for either
                    Rounds.full(3, 1, "nginx", 12, 0)),
            List.of(Rounds.syscalls("weir")));

    private Ratio cpuRatio(Results of) {
        return of.ratios(Phase.FULL, round -> round.cost(Unit.REQUEST)).get(0);
    }

    @Test
    void pairsRoundsByNumberAndLeavesOutTheInvalid() {
        final Ratio ratio = cpuRatio(results);
        assertEquals(2, ratio.rounds());
        assertEquals((0.5 + 0.8) / 2, ratio.median(), 1e-9);
        assertFalse(ratio.interval().isKnown());
        assertEquals("0.650 (too few)", ratio.words());
    }

    @Test
    void takesMediansOfValidRoundsOnly() {
        assertEquals(9, results.median(Phase.FULL, "weir", round -> round.cost(Unit.REQUEST)), 1e-9);
        assertEquals(12, results.median(Phase.FULL, "nginx", round -> round.cost(Unit.REQUEST)), 1e-9);
    }

    /** Twenty rounds that are all alike in each start say no more than the starts do. */
    @Test
    void isNoSurerThanItsForksAre() {
        final Ratio two = cpuRatio(forks(12, 8));
        assertEquals("1.000 (too few)", two.words());
        assertEquals(40, two.rounds());
        final Ratio six = cpuRatio(forks(8, 12, 9, 10, 11, 13));
        assertEquals("1.050 (0.800 to 1.300)", six.words());
        assertEquals(120, six.rounds());
    }

    /** Of twenty rounds each, in which Weir's cost is the same and nginx's is 10. */
    private static Results forks(int... weirCosts) {
        final List<Round> rounds = new ArrayList<>();
        for (int fork = 1; fork <= weirCosts.length; fork++) {
            for (int round = 1; round <= 20; round++) {
                final int number = (fork - 1) * 20 + round;
                rounds.add(Rounds.full(number, fork, "weir", weirCosts[fork - 1], 0));
                rounds.add(Rounds.full(number, fork, "nginx", 10, 0));
            }
        }
        return new Results(
                Rounds.plan(Scenario.KEEP_ALIVE_SMALL, weirCosts.length),
                Rounds.environment(),
                List.of("weir", "nginx"),
                Map.of(),
                rounds,
                List.of());
    }

    @Test
    void saysWhatItsIntervalsAreOf() {
        assertTrue(new ResultsText(results).toString().contains("this one start of each program"));
        assertTrue(new ResultsText(forks(8, 9)).toString().contains("2 starts are too few for an interval, 6"));
        assertTrue(new ResultsText(forks(8, 9, 8, 9, 8, 9)).toString().contains("intervals are of 6 starts"));
    }

    @Test
    void showsErrors() {
        assertFalse(results.isValid());
        final String text = new ResultsText(results).toString();
        assertTrue(text.contains("2 of 3       5"), text);
        assertTrue(text.contains("0.650 (too few)"), text);
        assertTrue(text.contains("requests counted") && !text.contains("1000.000"), "counts are whole");
    }

    @Test
    void saysWhenTheMachineWasTooBusyToBeBelieved() {
        assertFalse(new ResultsText(results).toString().contains("DO NOT BELIEVE"));
        assertEquals("", BusyMachine.warning(rounds(Usage.UNKNOWN_NS, 0.5)), "a file of an older version");
        assertTrue(BusyMachine.warning(rounds(1_000_000_000, 0.5)).contains("other programs took 20 % of a core ("));
        assertTrue(BusyMachine.warning(rounds(1_000_000, 3.5)).contains("FIGURES: the hypervisor took 3.5 %"));
    }

    private static List<Round> rounds(long othersNs, double stealPercent) {
        final Round round = Rounds.full(1, 1, "weir", 10, 0);
        final Usage usage = Rounds.usage(10, othersNs, stealPercent);
        return List.of(new Round(1, 1, Phase.FULL, "weir", 0, round.answers(), usage));
    }

    @Test
    void writesOneLinePerRoundAndPeer() {
        final List<String> lines = ResultsCsv.of(results).lines().toList();
        assertEquals(1 + 6, lines.size());
        assertEquals(
                "keep-alive-small,1,1,full,weir,true,5.000,1000,131000,200.000,us/request,10.000,,0.000,0.000,"
                        + "0.200,0.060,0.040,0.020,0.500,50.000,,,,,,0,,false",
                lines.get(1));
        assertEquals(lines.get(0).split(",", -1).length, lines.get(1).split(",", -1).length, "a cell for each heading");
        assertTrue(lines.get(5).endsWith(",5,read:5,false"), lines.get(5));
    }

    /** Who waits longest when all come at once. */
    @Test
    void tellsTheTailOfAThousandConnectionsAtFullLoad() {
        final Results thousand = Rounds.results(Scenario.CONNECTIONS_1000);
        final String text = new ResultsText(thousand).toString();
        assertTrue(text.contains("p99 at full load "), text);
        assertTrue(text.contains("slowest at full load") && text.contains("0.800 (0.800 to 0.800)"), text);
        assertTrue(text.contains("they are wrk's") && text.contains("coordinated omission"), text);
        assertFalse(Phase.FULL.latenciesAre(Scenario.TCP_STREAM.isByWrk()).contains("wrk"), "our own client's");
        final List<String> lines = ResultsCsv.of(thousand).lines().toList();
        assertTrue(lines.get(0).contains("p99_ms,p99_9_ms,max_ms"), lines.get(0));
        assertTrue(lines.get(1).contains(",8.000,24.000,80.000,,800.000,0,"), lines.get(1));
        assertFalse(
                new ResultsText(Rounds.results(Scenario.KEEP_ALIVE_SMALL))
                        .toString()
                        .contains("p99 at full load"),
                "a closed loop's");
    }

    @Test
    void tellsTheTailOfBothSidesOfAStorm() {
        final Results storm = Rounds.results(Scenario.CONNECTION_STORM);
        final String text = new ResultsText(storm).toString();
        for (String row : List.of(
                "p99 in storms: newcomers", "slowest in storms: newcomers", "slowest in storms: the busy ones")) {
            assertTrue(text.contains(row), text);
        }
        assertTrue(text.contains("storms of 1000 connections beside 64 connections"), text);
        assertEquals(List.of(Phase.STORM, Phase.BESIDE_STORM), storm.latencyPhases());
        final String csv = ResultsCsv.of(storm);
        assertTrue(csv.contains(",storm,weir,") && csv.contains(",beside_storm,nginx,"), csv);
        final String page = ReportPage.of("x", List.of(storm));
        assertTrue(page.contains("Latency by percentile, in storms: newcomers"));
        assertTrue(page.contains("Latency by percentile, in storms: the busy ones"));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void comesBackFromItsFile(Scenario scenario) throws IOException {
        final Results before = Rounds.results(scenario);
        final String json = ResultsJson.of(before);
        assertFalse(json.contains("NaN"), json);
        final Results after = ResultsReader.read("x.json", json);
        assertEquals(new ResultsText(before).toString(), new ResultsText(after).toString());
        assertEquals(json, ResultsJson.of(after));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void tellsItsCost(Scenario scenario) {
        final String text = new ResultsText(Rounds.results(scenario)).toString();
        assertTrue(
                text.contains(scenario.word()) && text.contains(scenario.unit().word()), text);
        assertTrue(text.contains("haproxy skipped: haproxy is not installed"), text);
        assertEquals(
                scenario.mainPhase() != Phase.FULL || !scenario.latencyPhases().isEmpty(), text.contains("p99.9"));
    }
}
