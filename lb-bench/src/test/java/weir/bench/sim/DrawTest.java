package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawTest {
    private static final int DRAWS = 400_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"exp:8ms|8", "constant:8ms|8", "uniform:4ms,12ms|8", "lognormal:20ms,0.5|22.663"})
    void hasTheMeanThatItSays(String word, double meanMs) {
        final Draw draw = Draw.parse(word);
        final SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += draw.nextNs(random);
        }
        assertEquals(meanMs, Span.millis(draw.meanNs()), 0.001);
        assertEquals(meanMs, Span.millis(sum / DRAWS), 0.01 * meanMs);
    }

    @Test
    void lognormalHasTheMedianThatItSays() {
        final Draw draw = Draw.parse("lognormal:20ms,1.2");
        final SplittableRandom random = new SplittableRandom(1);
        final double[] drawn = new double[DRAWS];
        Arrays.setAll(drawn, i -> draw.nextNs(random));
        Arrays.sort(drawn);
        assertEquals(20, Span.millis(drawn[DRAWS / 2]), 0.2);
        assertEquals(20 * Math.exp(1.2), Span.millis(drawn[(int) (0.8413 * DRAWS)]), 1);
    }
}
