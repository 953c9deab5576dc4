package weir.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> KEYS = List.of("listeners", "pools", "keep-alive", "id", "rise");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "listners, listeners",
        "lsiteners, listeners",
        "Listeners, listeners",
        "pool, pools",
        "keepalive, keep-alive",
        "keep_alive, keep-alive",
        "keepAlive, keep-alive",
        "di, id",
        "raise, rise",
        "x,",
        "address,",
        "'',"
    })
    void findsTheWordThatWasMeant(String word, String meant) {
        assertEquals(meant, Suggestions.find(word, KEYS));
    }
}
