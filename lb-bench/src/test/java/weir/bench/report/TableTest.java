package weir.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsWordsToTheLeftAndNumbersToTheRight() {
        final Table table =
                new Table("peer", "us/request").row("haproxy", "14.16").row("weir", "9.00");
        assertEquals("""
                peer     us/request
                haproxy       14.16
                weir           9.00
                """, table.toString());
    }
}
