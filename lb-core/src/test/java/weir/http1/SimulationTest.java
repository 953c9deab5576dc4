package weir.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.ExchangeEnd;
import weir.stats.Counter;
import weir.testkit.Seed;

/**
 * Clients, Weir and backends on one thread, under a random but repeatable schedule.
 * {@code -Dweir.sim.exchanges=1000000} runs longer; {@code -Dweir.seed=N} repeats the run that a failure names.
 */
class SimulationTest {
    private static final int EXCHANGES = Integer.getInteger("weir.sim.exchanges", 5_000);
    private static final int EXCHANGES_PER_RUN = 100;
    private static final int CALM_RUNS = Math.max(1, EXCHANGES / EXCHANGES_PER_RUN / 4);
    /** Handshakes take their time. */
    private static final int SECURED_RUNS = Math.max(1, CALM_RUNS / 3);

    private static final int STORMY_RUNS = Math.max(1, EXCHANGES / EXCHANGES_PER_RUN - CALM_RUNS);

    /** Not only the one seed of somebody who looks for a fault. */
    private static boolean isWhole() {
        return Long.getLong("weir.seed") == null;
    }

    @Test
    void servesEveryRequestCompletelyInCalmWeather() {
        Seed.forEach(1_000_000, CALM_RUNS, random -> new Simulation(random, false).run(EXCHANGES_PER_RUN));
    }

    @Test
    void servesEveryRequestWhileBackendsComeAndGo() {
        final int[] changes = new int[1];
        Seed.forEach(3_000_000, CALM_RUNS, random -> {
            final Simulation run = Simulation.changing(random, false);
            run.run(EXCHANGES_PER_RUN);
            changes[0] += run.changes();
        });
        assertTrue(changes[0] > 8 * CALM_RUNS || CALM_RUNS < 5, "hardly a change: " + changes[0]);
    }

    @Test
    void losesNothingInAStormWhileBackendsComeAndGo() {
        Seed.forEach(
                4_000_000,
                CALM_RUNS,
                random -> Simulation.changing(random, true).run(EXCHANGES_PER_RUN));
    }

    @Test
    void retriesWhatBusyBackendsSendBackInAnyWeather() {
        final long[] counts = new long[2];
        Seed.forEach(3_000_000, CALM_RUNS, random -> {
            final Simulation world = new Simulation(random, random.nextBoolean(), true);
            world.run(EXCHANGES_PER_RUN);
            counts[0] += world.count(Counter.RETRIES);
            counts[1] += world.count(Counter.RETRIES_OVER_BUDGET);
        });
        if (isWhole()) {
            assertTrue(counts[0] > 0 && counts[1] > 0, counts[0] + " retries, " + counts[1] + " over budget");
        }
    }

    @Test
    void servesEveryRequestWithHardlyAnyBuffersInCalmWeather() {
        final long[] counts = new long[2];
        Seed.forEach(5_000_000, CALM_RUNS, random -> {
            final Simulation run = Simulation.scarce(random, false);
            run.run(EXCHANGES_PER_RUN);
            counts[0] += run.count(Counter.BUFFER_WAITS);
            counts[1] += run.count(Counter.REPLAYS_GIVEN_UP);
        });
        if (isWhole()) {
            assertTrue(
                    counts[0] > CALM_RUNS && counts[1] > CALM_RUNS, counts[0] + " waits, " + counts[1] + " given up");
        }
    }

    @Test
    void losesNothingItHasNotSaidInAStormWithHardlyAnyBuffers() {
        final Set<ExchangeEnd> ends = EnumSet.noneOf(ExchangeEnd.class);
        Seed.forEach(
                6_000_000,
                CALM_RUNS,
                random -> ends.addAll(Simulation.scarce(random, true).run(EXCHANGES_PER_RUN)));
        if (isWhole()) {
            assertTrue(ends.contains(ExchangeEnd.CLIENT_EVICTED), "nobody was evicted: " + ends);
        }
    }

    /** Each response names its request, and no client believes one that does not name its own. */
    @Test
    void nobodyGetsWhatBackendsSayUnaskedInAnyWeather() {
        Seed.forEach(
                7_000_000,
                STORMY_RUNS,
                random -> new Simulation(random, true).stray().run(EXCHANGES_PER_RUN));
    }

    @Test
    void losesNothingItHasNotSaidInAStorm() {
        final Set<ExchangeEnd> ends = EnumSet.noneOf(ExchangeEnd.class);
        Seed.forEach(
                2_000_000, STORMY_RUNS, random -> ends.addAll(new Simulation(random, true).run(EXCHANGES_PER_RUN)));
        if (isWhole() && STORMY_RUNS > 20) {
            assertTrue(ends.size() > 10, "hardly a storm: " + ends);
        }
    }

    /** All clients want one place, so each run has hundreds who wait. */
    @Test
    void tellsEverybodyWhoWaitsInVainInAStorm() {
        final Set<ExchangeEnd> ends = EnumSet.noneOf(ExchangeEnd.class);
        Seed.forEach(
                8_000_000,
                CALM_RUNS,
                random -> ends.addAll(new Simulation(random, true).queueing().run(EXCHANGES_PER_RUN)));
        assertTrue(!isWhole() || ends.contains(ExchangeEnd.QUEUE_TIMEOUT), "nobody has waited too long: " + ends);
        assertTrue(!isWhole() || ends.contains(ExchangeEnd.QUEUE_FULL), "no line was full: " + ends);
    }

    /** Runs so many simulations, from that seed on, and adds up what they have seen. */
    private static long sum(
            long seed, int runs, Function<RandomGenerator, Simulation> making, ToLongFunction<Simulation> seen) {
        final long[] sum = new long[1];
        Seed.forEach(seed, runs, random -> {
            final Simulation run = making.apply(random);
            run.run(EXCHANGES_PER_RUN);
            sum[0] += seen.applyAsLong(run);
        });
        return sum[0];
    }

    @Test
    void servesEveryRequestWithTlsInCalmWeather() {
        final long handshakes = sum(
                9_000_000,
                SECURED_RUNS,
                random -> new Simulation(random, false).secured(),
                run -> run.count(Counter.TLS_HANDSHAKES));
        assertTrue(handshakes > 0 || !isWhole(), "no handshake");
    }

    @Test
    void losesNothingItHasNotSaidInAStormWithTls() {
        final long handshakes = sum(
                10_000_000,
                SECURED_RUNS,
                random -> new Simulation(random, true).secured(),
                run -> run.count(Counter.TLS_HANDSHAKES));
        assertTrue(handshakes > 0 || !isWhole(), "no handshake");
    }

    @Test
    void carriesEveryByteOfTunnelsInCalmWeather() {
        final long whole =
                sum(11_000_000, CALM_RUNS, random -> new Simulation(random, false).upgrading(), Simulation::tunnels);
        assertTrue(whole > 10 * CALM_RUNS || !isWhole(), "hardly a tunnel: " + whole);
    }

    @Test
    void putsNothingElseIntoTunnelsInAStorm() {
        final long whole =
                sum(12_000_000, CALM_RUNS, random -> new Simulation(random, true).upgrading(), Simulation::tunnels);
        assertTrue(whole > 0 || !isWhole(), "no whole tunnel");
    }

    /** Parts of records wait in what others wait for; that is nobody's fault. */
    @Test
    void nobodyIsThrownOutWhoOwesNothing() {
        final long whole = sum(
                17_000_000,
                SECURED_RUNS,
                random -> Simulation.scarce(random, false).prompt().secured().upgrading(),
                Simulation::tunnels);
        assertTrue(whole > SECURED_RUNS || !isWhole(), "hardly a tunnel: " + whole);
    }

    /** Before TLS 1.3, and with some engines, who has ended its side is sent nothing more. */
    @Test
    void carriesAllThatWasSaidBeforeAnEndThatComesTooSoon() {
        final long whole = sum(
                16_000_000,
                SECURED_RUNS,
                random -> new Simulation(random, false).secured().upgrading().brusque(),
                Simulation::tunnels);
        assertTrue(whole > 5 * SECURED_RUNS || !isWhole(), "hardly a tunnel: " + whole);
    }

    @Test
    void nobodyGetsWhatWasMadeForAnotherIdentityInAnyWeather() {
        final long logins = sum(
                13_000_000,
                CALM_RUNS,
                random -> new Simulation(random, random.nextBoolean()).knowing(),
                Simulation::logins);
        assertTrue(logins > 10 * CALM_RUNS || !isWhole(), "hardly anybody has logged in: " + logins);
    }

    /** What Weir takes for itself before it looks at a client again does not count against it. */
    @Test
    void servesWhoEndsRightBehindItsRequestThoughTurnsTakeLong() {
        final long longTurns =
                sum(18_000_000, CALM_RUNS, random -> new Simulation(random, false).sluggish(), Simulation::longTurns);
        assertTrue(longTurns > CALM_RUNS || !isWhole(), "hardly a turn that takes long: " + longTurns);
    }

    @Test
    void losesNothingItHasNotSaidInAStormThoughTurnsTakeLong() {
        Seed.forEach(
                19_000_000,
                CALM_RUNS,
                random -> new Simulation(random, true).sluggish().run(EXCHANGES_PER_RUN));
    }

    @Test
    void nobodyWaitsInVainWithHardlyAnyBuffersAndAllOfItAtOnce() {
        Seed.forEach(
                15_000_000,
                SECURED_RUNS,
                random -> Simulation.scarceOfAll(random).run(EXCHANGES_PER_RUN));
    }

    /**
     * An early switch whose request waited for a buffer, twice; a close_notify without one; a tunnel that was evicted;
     * a response that was given up in vain.
     */
    @ParameterizedTest
    @ValueSource(longs = {20_000_041, 20_000_130, 20_000_164, 20_000_394, 20_000_638})
    void whatSeedsWithHardlyAnyBuffersHaveFoundStaysMended(long seed) {
        Simulation.scarceOfAll(new Random(seed)).run(EXCHANGES_PER_RUN);
    }

    /**
     * A handshake that read what its request's room was needed for; and requests that waited for a backend with all
     * that its tunnel needed.
     */
    @ParameterizedTest
    @ValueSource(longs = {14_001_985, 14_000_015, 14_000_020})
    void whatOtherSeedsHaveFoundStaysMended(long seed) {
        Simulation.anything(new Random(seed)).run(EXCHANGES_PER_RUN);
    }

    /** The cast was wrong: it sent a body that was late for one response behind the next one. */
    @Test
    void noBodyComesLaterThanConnectionsRest() {
        new Simulation(new Random(7_000_544), true).stray().run(EXCHANGES_PER_RUN);
    }

    @Test
    void bearsAllOfItAtOnce() {
        final long[] counts = new long[3];
        Seed.forEach(14_000_000, CALM_RUNS, random -> {
            final Simulation run = Simulation.anything(random);
            run.run(EXCHANGES_PER_RUN);
            counts[0] += run.count(Counter.TLS_HANDSHAKES);
            counts[1] += run.tunnels();
            counts[2] += run.logins();
        });
        if (isWhole() && CALM_RUNS > 10) { // what a run has is drawn by lot
            assertTrue(
                    counts[0] > 0 && counts[1] > 0 && counts[2] > 0,
                    counts[0] + " handshakes, " + counts[1] + " whole tunnels, " + counts[2] + " logins");
        }
    }
}
