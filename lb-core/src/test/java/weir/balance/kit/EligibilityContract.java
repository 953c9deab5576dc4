package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.balance.BackendSet;
import weir.balance.Hashing;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;
import weir.testkit.Seed;

/** Who may be picked at all. {@link Drill} checks each pick, so most of these only make it happen. */
interface EligibilityContract extends Subject {
    /** Next to where a cursor could wrap: around zero, around the count, and at the ends of the type. */
    int[] STARTS = {
        0, 1, 4, 5, -1, -5, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 3, Integer.MIN_VALUE
    };

    @Test
    default void picksOnlyUsableBackendsAndAlwaysOneOfThem() {
        Seed.forEach(1, 30, random -> {
            final double[] weights = new double[1 + random.nextInt(9)];
            Arrays.setAll(weights, i -> random.nextInt(4) == 0 ? 0 : random.nextDouble() * 10);
            final double bound = random.nextBoolean() ? anyBound() : PickerParts.UNBOUNDED;
            final Drill drill = drill(weights, new int[] {random.nextInt()}, 20, bound, random.nextLong());
            for (int i = 0; i < 200; i++) {
                drill.setUsable(random.nextInt(weights.length), random.nextBoolean());
                drill.pick();
            }
        });
    }

    @Test
    default void picksEachBackendOnceForOneRequest() {
        for (int start : STARTS) {
            final Drill drill = drill(new double[] {1, 0.01, 5, 256, 1}, new int[] {start}, 9, 0, start);
            drill.setUsable(2, false);
            for (int request = 0; request < 150; request++) { // beyond the picks that the latency-aware ones give away
                final Set<Integer> tried = new HashSet<>();
                drill.context().reset();
                drill.context().setKey(Hashing.mix(request));
                for (int index = drill.pickAsItIs(); index != Picker.NONE; index = drill.pickAsItIs()) {
                    tried.add(index);
                    drill.context().addTried(index);
                }
                assertEquals(Set.of(0, 1, 3, 4), tried, () -> "tries of one request (" + drill + ')');
            }
        }
    }

    @Test
    default void picksOnlyBackendsWithRoomAndAlwaysOneOfThem() {
        final Drill drill = drill(Subject.even(5), new int[] {1}, 5, 0, 1);
        final boolean[] hasRoom = new boolean[5];
        drill.context().setRoom(backend -> hasRoom[backend]);
        for (int room = 0; room < 32; room++) {
            for (int backend = 0; backend < 5; backend++) {
                hasRoom[backend] = (room >> backend & 1) == 1;
            }
            for (int i = 0; i < 300; i++) { // beyond the picks that the latency-aware ones give away
                drill.context().setKey(Hashing.mix(i));
                final boolean isNobody = drill.pickAsItIs() == Picker.NONE;
                assertEquals(room == 0, isNobody, () -> "picked nobody (" + drill + ')');
            }
        }
    }

    /** Beyond the bits of a word, and of two. */
    @Test
    default void picksAmongMoreBackendsThanAWordHasBits() {
        final int count = 130;
        final Drill drill = drill(Subject.even(count), new int[] {7}, 5, 0, 1);
        for (int backend = 0; backend < count; backend++) {
            drill.setUsable(backend, false);
        }
        for (int only : new int[] {0, 63, 64, 65, 127, 128, 129}) {
            drill.setUsable(only, true);
            for (int i = 0; i < 200; i++) { // beyond the picks that the latency-aware ones give away
                assertEquals(only, drill.pick(), () -> "only backend " + only + " of " + count + " is up");
            }
            drill.setUsable(only, false);
        }
        for (int backend = 0; backend < count; backend++) {
            drill.setUsable(backend, backend % 3 != 0);
        }
        drill.shares(20 * count);
    }

    @Test
    default void picksNobodyFromAnEmptySet() {
        for (int start : STARTS) {
            assertEquals(
                    Picker.NONE,
                    picker(PickerParts.of(new BackendSet(0), start)).pick(new PickContext()),
                    "picked from no backends at all");
        }
    }

    @Test
    default void picksNobodyWhenAllWeightsAreZero() {
        assertEquals(Picker.NONE, drill(0, 0).pick());
    }

    @Test
    default void picksNobodyWhenAllAreDown() {
        final Drill drill = drill(1, 1, 1);
        for (int backend = 0; backend < 3; backend++) {
            drill.setUsable(backend, false);
        }
        assertEquals(Picker.NONE, drill.pick());
    }

    @Test
    default void picksTheOnlyBackendAgainAndAgain() {
        for (int start : STARTS) {
            final Drill drill = drill(Subject.even(1), new int[] {start}, 3, 0, 1);
            for (int i = 0; i < 210; i++) {
                assertEquals(0, drill.pick());
            }
        }
    }
}
