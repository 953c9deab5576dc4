package weir.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DueQueueTest {
    @Test
    void givesTheEarliestFirst() {
        final long[] times = new Random(3).longs(1_000, 0, 500).toArray();
        final DueQueue<Long> queue = new DueQueue<>();
        for (long time : times) {
            queue.add(time, time);
        }
        Arrays.sort(times);
        for (long time : times) {
            assertEquals(time, queue.nextDueNs());
            assertEquals(time, queue.remove());
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    void isNeverDueWhenEmpty() {
        assertEquals(DueQueue.NEVER_NS, new DueQueue<>().nextDueNs());
    }
}
