package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.balance.Hashing;
import weir.balance.Picker;
import weir.testkit.Seed;

/** Charging for sticky clients changes who gets the next request, never who may get one. */
interface ChargeContract extends Subject {
    @Test
    default void picksOnlyUsableBackendsHoweverTheyAreCharged() {
        Seed.forEach(1, 30, random -> {
            final double[] weights = new double[1 + random.nextInt(9)];
            Arrays.setAll(weights, i -> random.nextInt(4) == 0 ? 0 : random.nextDouble() * 10);
            final Drill drill = drill(weights, new int[] {random.nextInt()}, 20, 0, random.nextLong());
            for (int i = 0; i < 300; i++) {
                drill.setUsable(random.nextInt(weights.length), random.nextBoolean());
                for (int charges = random.nextInt(100); charges > 0; charges--) {
                    drill.picker(0).charge(random.nextInt(weights.length)); // be it usable or not
                }
                drill.pick();
            }
        });
    }

    @Test
    default void forgetsADebtAfterItsBound() {
        claims(Trait.FAIR);
        final Drill drill = drill(Subject.even(4));
        drill.shares(10);
        for (int i = 0; i < 1_000_000; i++) {
            drill.picker(0).charge(2);
        }
        final int rounds = Picker.DEBT_MAX + 2; // the bound, the turn itself, and one because of where it stood
        final int lots = traits().contains(Trait.SMOOTH) ? rounds : 3 * rounds; // a lot comes when it comes
        assertTrue(drill.shares(4 * lots)[2] >= 1, () -> "backend 2 waits for longer than its debt (" + drill + ')');
    }

    @Test
    default void picksEachBackendOnceForOneRequestHoweverTheyAreCharged() {
        final Drill drill = drill(new double[] {1, 0.01, 5, 256, 1}, new int[] {0}, 9, 0, 1);
        for (int request = 0; request < 150; request++) {
            final Set<Integer> tried = new HashSet<>();
            drill.context().reset();
            drill.context().setKey(Hashing.mix(request));
            for (int index = drill.pickAsItIs(); index != Picker.NONE; index = drill.pickAsItIs()) {
                tried.add(index);
                drill.context().addTried(index);
                drill.picker(0).charge(request % 5);
            }
            assertEquals(Set.of(0, 1, 2, 3, 4), tried, () -> "tries of one request (" + drill + ')');
        }
    }
}
