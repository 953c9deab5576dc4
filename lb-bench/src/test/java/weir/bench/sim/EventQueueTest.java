package weir.bench.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    @Test
    void givesTheSoonestFirstWhateverCameBetween() {
        final EventQueue events = new EventQueue();
        final PriorityQueue<Long> expected = new PriorityQueue<>();
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            final long timeNs = random.nextInt(10_000);
            events.add(timeNs, (int) timeNs);
            expected.add(timeNs);
            if (random.nextInt(3) == 0) {
                assertEquals(expected.peek(), events.nextNs());
                assertEquals(expected.poll().intValue(), events.take());
            }
        }
        while (!expected.isEmpty()) {
            assertEquals(expected.poll().intValue(), events.take());
        }
        assertEquals(EventQueue.NEVER, events.nextNs());
    }
}
