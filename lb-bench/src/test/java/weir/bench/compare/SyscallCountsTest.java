package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SyscallCountsTest {
    private static final String TABLE = """
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             57.07    0.159111          21      7321           sendto
             39.97    0.111434          15      7400        63 recvfrom
              1.34    0.003738          32       116           epoll_wait
              0.17    0.000464          17        27        27 connect
              0.00    0.000000           0         1           close
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.278791          18     14865        90 total
            """;

    @Test
    void readsCallsWithAndWithoutErrors() {
        final SyscallCounts counts = SyscallCounts.parse(TABLE);
        assertEquals(
                Map.of("sendto", 7_321L, "recvfrom", 7_400L, "epoll_wait", 116L, "connect", 27L, "close", 1L),
                counts.calls());
        assertEquals(90, counts.failed());
    }

    @Test
    void addsUpToStracesOwnTotal() {
        assertEquals(14_865, SyscallCounts.parse(TABLE).total());
    }

    @Test
    void findsNothingInAnEmptyTable() {
        assertEquals(new SyscallCounts(Map.of(), 0), SyscallCounts.parse(""));
    }
}
