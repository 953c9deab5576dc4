package weir.bench.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final long SEED = 42;

    @Test
    void givesTheSameIntervalForTheSameSeed() {
        final double[] values = noise(10, 0.05);
        assertEquals(Bootstrap.ofMedian(values, SEED), Bootstrap.ofMedian(values, SEED));
    }

    @Test
    void isAPointWhenAllValuesAgree() {
        assertEquals(new Interval(1.5, 1.5), Bootstrap.ofMedian(new double[] {1.5, 1.5, 1.5}, SEED));
    }

    @Test
    void staysWithinTheValuesAndAroundTheirMedian() {
        final Interval interval = Bootstrap.ofMedian(new double[] {1, 2, 3, 4, 100}, SEED);
        assertTrue(interval.low() >= 1 && interval.low() <= 3, interval.toString());
        assertTrue(interval.high() >= 3 && interval.high() <= 100, interval.toString());
    }

    @Test
    void narrowsWithMoreRounds() {
        assertTrue(width(noise(100, 0.05)) < width(noise(8, 0.05)));
    }

    /** A 95 % interval of a fair method misses the truth about 5 times in 100; small samples miss a little more often. */
    @Test
    void holdsTheTrueMedianAboutAsOftenAsItSays() {
        final Random random = new Random(SEED);
        int hits = 0;
        for (int trial = 0; trial < 200; trial++) {
            final double[] values = random.doubles(15).toArray(); // their true median is 0.5
            final Interval interval = Bootstrap.ofMedian(values, trial);
            hits += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        assertTrue(hits >= 180 && hits <= 199, "held " + hits + " of 200");
    }

    @Test
    void isUnknownForNothing() {
        assertEquals(Interval.UNKNOWN, Bootstrap.ofMedian(new double[0], SEED));
    }

    private static double width(double[] values) {
        final Interval interval = Bootstrap.ofMedian(values, SEED);
        return interval.high() - interval.low();
    }

    private static double[] noise(int count, double spread) {
        final Random random = new Random(SEED);
        return random.doubles(count, 1 - spread, 1 + spread).toArray();
    }
}
