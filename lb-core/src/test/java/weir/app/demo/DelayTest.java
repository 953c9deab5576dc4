package weir.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DelayTest {
    @ParameterizedTest
    @CsvSource({
        "0ms, 0, 0",
        "20ms, 20, 20",
        "2s, 2000, 2000",
        "10m, 600000, 600000",
        "5ms..50ms, 5, 50",
        "500ms..1s, 500, 1000",
        "7ms..7ms, 7, 7"
    })
    void understandsATimeAndARange(String text, int minMs, int maxMs) {
        assertEquals(new Delay(minMs, maxMs), Delay.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20",
                "ms",
                "-5ms",
                "1.5s",
                "5 ms",
                "5MS",
                "11m",
                "50ms..5ms",
                "5ms..",
                "..5ms",
                "1ms..2",
                "5ms-9ms"
            })
    void refusesAnythingElseAndSaysWhatItAccepts(String text) {
        final Exception e = assertThrows(IllegalArgumentException.class, () -> Delay.parse(text));
        assertEquals("'" + text + "', must be " + Delay.ACCEPTED, e.getMessage());
    }

    @Test
    void picksBothEndsOfItsRangeAndNothingBeyond() {
        final Random random = new Random(1);
        final Delay delay = new Delay(5, 7);
        final int[] picked = new int[8];
        for (int i = 0; i < 1_000; i++) {
            picked[delay.pickMs(random)]++;
        }
        assertEquals(1_000, picked[5] + picked[6] + picked[7]);
        assertTrue(picked[5] > 0 && picked[7] > 0);
    }
}
