package weir.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConnectionLimitTest {
    @Test
    void hasSoManyPlaces() {
        final ConnectionLimit limit = new ConnectionLimit(2);
        assertTrue(limit.enter());
        assertTrue(limit.enter());
        assertFalse(limit.enter());
        limit.leave();
        assertTrue(limit.enter());
        assertEquals(2, limit.count());
    }

    @Test
    void leavingTwiceIsABug() {
        assertThrows(AssertionError.class, new ConnectionLimit(1)::leave);
    }

    @Test
    @Timeout(60)
    void isExactHoweverManyLoopsAccept() throws InterruptedException {
        final ConnectionLimit limit = new ConnectionLimit(3);
        final AtomicInteger open = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            loops.add(new Thread(() -> {
                for (int n = 0; n < 50_000; n++) {
                    if (limit.enter()) {
                        most.accumulateAndGet(open.incrementAndGet(), Math::max);
                        open.decrementAndGet();
                        limit.leave();
                    }
                }
            }));
        }
        loops.forEach(Thread::start);
        for (Thread loop : loops) {
            loop.join();
        }
        assertTrue(most.get() <= 3, most + " at a time");
        assertEquals(0, limit.count());
    }
}
