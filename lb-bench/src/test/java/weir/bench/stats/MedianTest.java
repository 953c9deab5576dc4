package weir.bench.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void isTheMiddleOfAnOddNumber() {
        assertEquals(2, Median.of(9, 1, 2));
    }

    @Test
    void isBetweenTheTwoMiddlesOfAnEvenNumber() {
        assertEquals(2.5, Median.of(100, 3, 2, 1));
    }

    @Test
    void isUnknownForNothing() {
        assertEquals(Double.NaN, Median.of());
    }

    @Test
    void leavesItsArgumentAlone() {
        final double[] values = {3, 1, 2};
        Median.of(values);
        assertArrayEquals(new double[] {3, 1, 2}, values);
    }
}
