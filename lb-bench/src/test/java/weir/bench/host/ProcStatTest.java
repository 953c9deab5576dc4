package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProcStatTest {
    @Test
    void readsUserAndSystemTime() {
        final String line =
                "5096 (haproxy) R 5039 5039 3083 0 -1 4194304 1529 0 14 0 6 53 0 0 20 0 1 0 205201 102977536";
        assertEquals(new ProcStat(6, 53, 0), ProcStat.parse(line));
    }

    @Test
    void isNotMisledByAStrangeProcessName() {
        final String line = "7 (a) b (c 1 2) S 1 7 7 0 -1 4194304 1 0 0 0 11 22 3 4 20 0 1 0 1";
        assertEquals(new ProcStat(11, 22, 7), ProcStat.parse(line));
    }
}
