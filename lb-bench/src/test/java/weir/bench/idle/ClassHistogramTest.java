package weir.bench.idle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {
    private static final String BEFORE = """
            8118:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:           100          4000  [B (java.base@17.0.15)
               2:            10           160  java.lang.Object (java.base@17.0.15)
               3:             5           120  weir.Gone
            Total           115          4280
            """;
    private static final String AFTER = """
            8118:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:           200         54000  [B (java.base@17.0.15)
               2:          1010         16160  java.lang.Object (java.base@17.0.15)
               3:          1000         64000  weir.http1.ClientConnection
               4:             1            24  weir.Twice
               5:             2            48  weir.Twice
            Total          2213        134232
            """;

    @Test
    void readsTheTotal() {
        assertEquals(4_280, ClassHistogram.parse(BEFORE).totalBytes());
    }

    @Test
    void listsWhatGrewLargestFirst() {
        final List<ClassHistogram.Count> growth = ClassHistogram.parse(AFTER).growthSince(ClassHistogram.parse(BEFORE));
        assertEquals(
                List.of(
                        new ClassHistogram.Count("weir.http1.ClientConnection", 1_000, 64_000),
                        new ClassHistogram.Count("[B", 100, 50_000),
                        new ClassHistogram.Count("java.lang.Object", 1_000, 16_000),
                        new ClassHistogram.Count("weir.Twice", 3, 72)),
                growth);
    }

    @Test
    void refusesWhatIsNoHistogram() {
        assertThrows(IllegalArgumentException.class, () -> ClassHistogram.parse("1: Connection refused\n"));
    }
}
