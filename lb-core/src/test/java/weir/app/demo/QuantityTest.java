package weir.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "512B, 512",
        "16KiB, 16384",
        "10MiB, 10485760",
        "1GiB, 1073741824",
        "3TiB, 3298534883328",
        "8388607TiB, 9223370937343148032"
    })
    void readsSizes(String text, long bytes) {
        assertEquals(bytes, Quantity.bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "1GB", "1kib", "-1", "1.5MiB", "8388608TiB", "99999999999999999999", "1 KiB"})
    void refusesWhatIsNoSizeOrDoesNotFit(String text) {
        assertEquals(-1, Quantity.bytes(text));
    }
}
