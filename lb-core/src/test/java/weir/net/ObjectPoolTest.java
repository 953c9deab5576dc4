package weir.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.testkit.LoopHarness;

class ObjectPoolTest {
    private static final long PERIOD_MS = ObjectPool.PERIOD_NS / 1_000_000 + 2;
    private static final int PEAK = 10_000;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private final ObjectPool<Object> spares = new ObjectPool<>(harness.loop());

    private void give(int count) {
        for (int i = 0; i < count; i++) {
            spares.give(new Object());
        }
    }

    @Test
    void givesBackWhatCameLast() {
        assertNull(spares.take());
        give(1);
        final Object last = new Object();
        spares.give(last);
        assertSame(last, spares.take());
        assertEquals(1, spares.count());
    }

    @Test
    void shrinksAfterAPeak() {
        for (int peak = 0; peak < 2; peak++) {
            give(PEAK);
            harness.advanceMs(PERIOD_MS); // in which they have come
            harness.advanceMs(PERIOD_MS);
            assertEquals(ObjectPool.KEPT, spares.count());
        }
    }

    /** Half of them are in use again and again. */
    @Test
    void keepsWhatIsNeeded() {
        give(PEAK);
        for (int i = 0; i < 5; i++) {
            final List<Object> taken = new ArrayList<>();
            while (taken.size() < PEAK / 2) {
                final Object spare = spares.take();
                assertNotNull(spare, "made anew");
                taken.add(spare);
            }
            taken.forEach(spares::give);
            harness.advanceMs(PERIOD_MS);
        }
        assertEquals(PEAK / 2, spares.count());
    }
}
