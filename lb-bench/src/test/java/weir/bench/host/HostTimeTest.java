package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HostTimeTest {
    @Test
    void givesTheStolenShareOfAllTime() {
        final HostTime before = HostTime.parse("cpu  100 0 50 800 5 0 5 40 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
        final HostTime after = HostTime.parse("cpu  140 0 90 900 5 0 5 60 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
        assertEquals(new HostTime(1_000, 155, 40), before);
        assertEquals(800_000_000, after.busyNsSince(before), "80 ticks of 10 ms");
        assertEquals(10.0, after.stealPercentSince(before), 1e-9);
    }
}
