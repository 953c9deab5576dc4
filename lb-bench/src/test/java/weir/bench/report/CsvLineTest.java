package weir.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {
    @Test
    void quotesWhatWouldBeTwoCells() {
        assertEquals("random,1,0.5\n", CsvLine.of(List.of("random", 1, 0.5)));
        assertEquals("\"Mine{a: 1, b: 2}\",1\n", CsvLine.of(List.of("Mine{a: 1, b: 2}", 1)));
        assertEquals("\"Mine{a: \"\"x\"\"}\"\n", CsvLine.of(List.of("Mine{a: \"x\"}")));
    }
}
