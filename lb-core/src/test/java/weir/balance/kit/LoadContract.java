package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What an algorithm makes of what is in flight. */
interface LoadContract extends Subject {
    @Test
    default void avoidsWhomOtherLoopsKeepBusy() {
        claims(Trait.LOAD_AWARE);
        final Drill drill = drill(Subject.even(3), new int[] {0, 1}, 1_000, 0, 1);
        for (int i = 0; i < 60; i++) {
            drill.picker(1).onStart(0);
        }
        final int[] picked = drill.shares(60);
        assertTrue(
                picked[0] <= 2,
                () -> "backend 0 had 60 in flight, the others none; picked " + Arrays.toString(picked) + " (" + drill
                        + ')');
    }

    @Test
    default void givesAPoolThatWasUnevenItsBalanceBack() {
        claims(Trait.LOAD_AWARE);
        final Drill drill = drill(Subject.even(4), new int[] {0, 1}, 1_000, 0, 2);
        for (int i = 0; i < 40; i++) {
            drill.picker(0).onStart(i % 2);
        }
        drill.shares(120);
        final int[] inFlight = new int[4];
        Arrays.setAll(inFlight, drill.loads()::inFlight);
        assertEquals(160, Arrays.stream(inFlight).sum());
        assertTrue(
                Arrays.stream(inFlight).max().getAsInt() <= 50,
                () -> "40 each would be level; in flight " + Arrays.toString(inFlight) + " (" + drill + ')');
    }
}
