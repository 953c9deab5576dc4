package weir.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryTest {
    @ParameterizedTest(name = "framing {0}, HTTP/1.0 {1}, may keep {2}: {3}")
    @CsvSource({
        "0, false, true, KEPT",
        "5, false, false, LAST",
        "5, true, true, KEPT",
        "-1, false, true, KEPT",
        "-1, false, false, LAST",
        "-1, true, true, UNTIL_CLOSE",
        "-2, false, true, KEPT_IN_CHUNKS",
        "-2, false, false, LAST_IN_CHUNKS",
        "-2, true, true, UNTIL_CLOSE",
    })
    void goesByTheFramingAndTheClient(long bodyBytes, boolean toHttp10, boolean mayKeep, Delivery expected) {
        assertEquals(expected, Delivery.of(bodyBytes, toHttp10, mayKeep));
    }

    @ParameterizedTest
    @EnumSource
    void hasOneEndOnly(Delivery delivery) {
        assertFalse(delivery.endsByClose() && (delivery.keepsClient() || delivery.isInChunks()));
    }
}
