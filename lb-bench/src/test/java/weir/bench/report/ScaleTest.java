package weir.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void hasRoundNumbersOnItsAxes() {
        assertEquals(
                List.of(0.0, 20.0, 40.0, 60.0, 80.0), Scale.linear("", 0, 90).ticks());
        assertEquals(List.of(2.0, 5.0, 10.0, 20.0), Scale.log("", 1.5, 30).ticks());
        assertEquals(List.of(1.0, 10.0, 100.0, 1000.0), Scale.log("", 1, 5_000).ticks());
    }

    @Test
    void putsEqualFactorsEquallyFarApart() {
        final Scale scale = Scale.log("", 1, 10_000);
        assertEquals(0.25, scale.at(10), 1e-12);
        assertEquals(0.5, scale.at(100), 1e-12);
        assertEquals(0, scale.at(0));
        assertEquals(1, scale.at(1e9));
    }

    @Test
    void labelsTicksInPlainDigits() {
        assertEquals("0", Scale.label(0));
        assertEquals("50000", Scale.label(50_000));
        assertEquals("100k", Scale.label(1e5));
        assertEquals("2.5M", Scale.label(2.5e6));
        assertEquals("1G", Scale.label(1e9));
        assertEquals("0.0001", Scale.label(1e-4));
        assertEquals("0.3", Scale.label(3 * 0.1));
    }

    @Test
    void survivesThatThereIsNothingToShow() {
        assertEquals(0, Scale.log("", 0, 0).at(0));
        assertEquals(0, Scale.linear("", 0, 0).at(0));
    }
}
