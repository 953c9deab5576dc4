package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import weir.balance.PickContext;
import weir.balance.PickerParts;
import weir.balance.Preview;
import weir.testkit.Seed;

/** What a picker keeps, counts and costs. */
interface StateContract extends Subject {
    @Test
    default void picksWithoutAllocating() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final Drill drill = drill(new double[] {1, 2, 3, 4, 5, 6, 7}, new int[] {1, 2}, 20, anyBound(), 1);
        drill.setUsable(3, false);
        pickAndRetry(drill, 50_000); // classes are loaded, code is compiled
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) { // the least of several, for the compiler may interfere with one
            final long before = threads.getCurrentThreadAllocatedBytes();
            pickAndRetry(drill, 100_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // The bean takes a few; an object at each 64th pick is 50,000.
        assertTrue(least < 10_000, least + " bytes for 200000 picks with their starts and ends");
    }

    private static void pickAndRetry(Drill drill, int count) {
        for (int i = 0; i < count; i++) {
            drill.context().addTried(drill.pick());
            drill.pickAsItIs();
        }
    }

    @Test
    default void picksTheSameFromTheSameParts() {
        final Drill one = drill(1, 2, 3);
        final Drill other = drill(1, 2, 3);
        for (int i = 0; i < 1000; i++) {
            assertEquals(
                    one.pick(),
                    other.pick(),
                    () -> "the same parts; is the clock or the generator its own? (" + one + ')');
        }
    }

    /** Whoever looks ahead must see what comes, and nothing must come of looking. */
    @Test
    default void previewsItsNextPickAndChangesNothingByIt() {
        Seed.forEach(1, 20, random -> {
            final double[] weights = new double[1 + random.nextInt(6)];
            Arrays.setAll(weights, i -> random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(4));
            final int[] starts = {random.nextInt(), random.nextInt()};
            final double bound = random.nextBoolean() ? anyBound() : PickerParts.UNBOUNDED;
            final long seed = random.nextLong();
            final Drill watched = drill(weights, starts, 20, bound, seed);
            final Drill unwatched = drill(weights, starts, 20, bound, seed);
            for (int i = 0; i < 300; i++) {
                final int changed = random.nextInt(weights.length);
                final boolean isUp = random.nextInt(4) > 0;
                watched.setUsable(changed, isUp);
                unwatched.setUsable(changed, isUp);
                if (random.nextInt(3) == 0) {
                    watched.picker(0).charge(changed);
                    unwatched.picker(0).charge(changed);
                }
                watched.nextRequest();
                unwatched.nextRequest();
                if (random.nextInt(4) == 0) {
                    watched.context().addTried(changed);
                    unwatched.context().addTried(changed);
                }
                if (random.nextInt(4) == 0) {
                    watched.context().setKey(PickContext.NO_KEY);
                    unwatched.context().setKey(PickContext.NO_KEY);
                }
                final int previewed = watched.preview().winner();
                final int picked = watched.pickAsItIs();
                assertTrue(
                        previewed == picked || previewed == Preview.UNKNOWN,
                        () -> "previewed " + previewed + ", picked " + picked + " (" + watched + ')');
                assertEquals(unwatched.pickAsItIs(), picked, () -> "a preview has changed a pick (" + watched + ')');
            }
        });
    }

    /** Who wants to know of starts and ends counts them, however they end; who does not must not count. */
    @Test
    default void countsWhatIsInFlight() {
        final Drill drill = drill(Subject.even(3), new int[] {0, 1}, 10, 0, 1);
        drill.endInEachWay();
        drill.shares(1000);
        assertEquals(drill.picker(0).wantsFeedback() ? 10 : 0, drill.loads().total(), "in flight over all");
        drill.endAll();
        assertEquals(0, drill.loads().total(), "in flight when all has ended");
        for (int i = 0; i < 3; i++) {
            assertEquals(0, drill.loads().inFlight(i), "in flight on backend " + i + " when all has ended");
        }
    }
}
