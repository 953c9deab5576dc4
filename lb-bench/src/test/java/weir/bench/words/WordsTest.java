package weir.bench.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final int DRAWS = 200_000;

    @ParameterizedTest
    @CsvSource({"5ms,5000000", "1.5s,1500000000", "250us,250000", "2m,120000000000", "0ms,0"})
    void readsDurations(String word, long ns) {
        assertEquals(ns, Durations.parseNs(word));
    }

    @ParameterizedTest
    @CsvSource({"512,512", "16KiB,16384", "2MiB,2097152"})
    void readsSizes(String word, long bytes) {
        assertEquals(bytes, Quantities.parseBytes(word));
    }

    @Test
    void readsShares() {
        assertEquals(0.05, Quantities.parseShare("5%"), 1e-12);
        assertEquals(0.05, Quantities.parseShare("0.05"), 1e-12);
    }

    @Test
    void takesABarePortAsOneOfLoopback() {
        assertEquals(
                "/127.0.0.1:9001", Quantities.parseAddress("9001").toString().replaceAll("^[^/]*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5 ms",
                "-5ms",
                "exp:",
                "exp:5ms,6ms",
                "exp:0ms",
                "lognormal:0ms,1",
                "uniform:5ms",
                "uniform:9ms..5ms",
                "gauss:5ms",
                "lognormal:5ms,9"
            })
    void refusesWhatIsNoDistribution(String word) {
        assertThrows(IllegalArgumentException.class, () -> Draw.ofDurations(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "70000", "host:", ":80", "::1:80"})
    void refusesWhatIsNoAddress(String word) {
        assertThrows(IllegalArgumentException.class, () -> Quantities.parseAddress(word));
    }

    /** The mean of a lognormal with median m and sigma s is m exp(s^2 / 2). */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "20ms 20e6",
                "constant:8ms 8e6",
                "exp:8ms 8e6",
                "uniform:5ms..20ms 12.5e6",
                "uniform:5ms,20ms 12.5e6",
                "lognormal:20ms,0.5 22.663e6"
            })
    void drawsWithTheMeanOfTheDistribution(String word, double meanNs) {
        final Draw draw = Draw.ofDurations(word);
        final SplittableRandom random = new SplittableRandom(42);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += draw.next(random);
        }
        assertEquals(meanNs, draw.mean(), meanNs * 0.001);
        assertEquals(meanNs, sum / DRAWS, meanNs * 0.01);
    }

    /** Of an exponential distribution 1/e is above the mean. */
    @Test
    void drawsMemorylessly() {
        final Draw draw = Draw.ofDurations("exp:1ms");
        final SplittableRandom random = new SplittableRandom(42);
        int above = 0;
        for (int i = 0; i < DRAWS; i++) {
            above += draw.next(random) > 1e6 ? 1 : 0;
        }
        assertEquals(1 / Math.E, (double) above / DRAWS, 0.01);
    }

    /** And 84.13 % of a normal distribution are below one sigma. */
    @Test
    void lognormalHasTheMedianThatItSays() {
        final Draw draw = Draw.ofDurations("lognormal:20ms,1.2");
        final SplittableRandom random = new SplittableRandom(1);
        final double[] drawn = new double[DRAWS];
        Arrays.setAll(drawn, i -> draw.next(random));
        Arrays.sort(drawn);
        assertEquals(20, Durations.millis(drawn[DRAWS / 2]), 0.2);
        assertEquals(20 * Math.exp(1.2), Durations.millis(drawn[(int) (0.8413 * DRAWS)]), 1);
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        final Draw draw = Draw.ofDurations("lognormal:20ms,1.2");
        assertEquals(draw.next(new SplittableRandom(7)), draw.next(new SplittableRandom(7)));
        assertTrue(draw.next(new SplittableRandom(7)) != draw.next(new SplittableRandom(8)));
    }
}
