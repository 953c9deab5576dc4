package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.balance.BackendSet;
import weir.balance.Hashing;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** Equal keys meet the same backend, and few of them move when the pool changes. */
interface KeyContract extends Subject {
    int KEYS = 200_000;

    @Test
    default void sendsEqualKeysToTheSameBackendOnEachLoop() {
        claims(Trait.KEYED);
        final int[] one = owners(parts(Subject.even(10), 0, 0, 1));
        final int[] other = owners(parts(Subject.even(10), 7, 0, 1));
        assertEquals(0, moved(one, other), "keys with another owner on another loop");
    }

    @Test
    default void movesOnlyTheKeysOfABackendThatFailsAndBringsThemBack() {
        claims(Trait.KEYED);
        final PickerParts parts = parts(Subject.even(10), 0, 0, 1);
        final Picker picker = picker(parts);
        final int[] before = owners(picker);
        parts.backends().setUsable(3, false);
        final int[] during = owners(picker);
        final int[] inherited = new int[10];
        for (int i = 0; i < KEYS; i++) {
            assertTrue(
                    before[i] == 3 || before[i] == during[i],
                    "backend 3 of 10 went down, and key " + i + " moved from " + before[i] + " to " + during[i]);
            inherited[during[i]] += before[i] == 3 ? 1 : 0;
        }
        final double fair = Arrays.stream(inherited).sum() / 9.0;
        for (int i = 0; i < 10; i++) {
            assertTrue(
                    inherited[i] <= fair * heirMax(),
                    "of the keys of backend 3, " + fair + " each are fair, " + heirMax() + " times that is borne: "
                            + Arrays.toString(inherited));
        }
        parts.backends().setUsable(3, true);
        assertEquals(0, moved(before, owners(picker)), "keys that did not come back with backend 3");
    }

    /**
     * Taken out of the configuration or put in, not just down or up; wherever it stands, for a backend is who it is and
     * not where it stands.
     */
    @Test
    default void movesFewKeysWhenABackendLeavesOrComes() {
        claims(Trait.CONSISTENT);
        expectFewMoves(10, 5, "the last", 9);
        expectFewMoves(100, 5, "the last", 99);
        expectFewMoves(10, 2, "the first", 0);
        expectFewMoves(10, 2, "one in the middle", 4);
        expectFewMoves(10, 2, "several", 1, 2, 6);
    }

    private void expectFewMoves(int count, int pools, String who, int... gone) {
        final int[] left = IntStream.range(0, count)
                .filter(backend -> Arrays.binarySearch(gone, backend) < 0)
                .toArray();
        double extra = 0;
        for (int pool = 0; pool < pools; pool++) {
            final int[] with = owners(parts(Subject.even(count), 0, 0, pool));
            final int[] without = owners(parts(left, pool));
            for (int key = 0; key < KEYS; key++) {
                final boolean mustMove = Arrays.binarySearch(gone, with[key]) >= 0;
                extra += !mustMove && with[key] != left[without[key]] ? 1.0 / KEYS / pools : 0;
            }
        }
        final double borne = extraMovesMax() * gone.length;
        final String message = String.format(
                Locale.ROOT,
                "%s of %d backends leaves: %.3f %% of all keys moved that need not, %.3f %% are borne",
                who,
                count,
                100 * extra,
                100 * borne);
        assertTrue(extra <= borne, message);
    }

    @Test
    default void spreadsRequestsWithoutAKey() {
        claims(Trait.KEYED);
        final Drill drill = drill(Subject.even(4));
        final int[] shares = new int[4];
        drill.context().reset();
        for (int i = 0; i < 4_000; i++) {
            shares[drill.pickAsItIs()]++;
        }
        assertTrue(
                Arrays.stream(shares).min().getAsInt() > 700,
                () -> "requests without a key, 1000 each are fair: " + Arrays.toString(shares));
    }

    @Test
    default void neverExceedsTheBound() {
        claims(Trait.BOUNDED);
        final double[] weights =
                traits().contains(Trait.WEIGHTED) ? new double[] {3, 1, 1, 1, 0.5, 2} : Subject.even(6);
        for (double bound : new double[] {1.05, 1.25, 2}) {
            final PickerParts parts = parts(weights, 0, bound, 1);
            final Picker picker = picker(parts);
            final PickContext context = new PickContext();
            for (int i = 0; i < 2_000; i++) { // one hot key takes half of the requests
                context.reset();
                context.setKey(i % 2 == 0 ? Hashing.mix(5) : Hashing.mix(i));
                final int index = picker.pick(context);
                if (picker.wantsFeedback()) {
                    picker.onStart(index);
                } else {
                    parts.row().start(index); // else who does not count could not exceed anything
                }
                final double share = weights[index] / parts.backends().usableWeight();
                final double most = Math.ceil(parts.loads().total() * bound * share - 1e-9);
                final int has = parts.loads().inFlight(index);
                assertTrue(
                        has <= most,
                        () -> "backend " + index + " has " + has + " in flight, the bound " + bound + " allows "
                                + most);
            }
        }
    }

    @Test
    default void ratherExceedsTheBoundThanRefuses() {
        claims(Trait.BOUNDED);
        final Picker picker = picker(parts(Subject.even(2), 0, 1.01, 1));
        final PickContext context = new PickContext();
        context.addTried(0);
        for (int i = 0; i < 10; i++) {
            assertEquals(1, picker.pick(context), "backend 0 was tried already, so 1 is left, however full");
            picker.onStart(1);
        }
    }

    private int[] owners(PickerParts parts) {
        return owners(picker(parts));
    }

    private static int[] owners(Picker picker) {
        final PickContext context = new PickContext();
        final int[] owners = new int[KEYS];
        for (int i = 0; i < KEYS; i++) {
            context.reset();
            context.setKey(Hashing.mix(-1L - i));
            owners[i] = picker.pick(context);
        }
        return owners;
    }

    private static int moved(int[] before, int[] after) {
        int moved = 0;
        for (int i = 0; i < before.length; i++) {
            moved += before[i] == after[i] ? 0 : 1;
        }
        return moved;
    }

    /** @param pool gives other identities */
    private static PickerParts parts(double[] weights, int start, double bound, int pool) {
        return parts(weights, IntStream.range(0, weights.length).toArray(), start, bound, pool);
    }

    /** Those that are left of a pool. */
    private static PickerParts parts(int[] names, int pool) {
        return parts(Subject.even(names.length), names, 0, 0, pool);
    }

    private static PickerParts parts(double[] weights, int[] names, int start, double bound, int pool) {
        final long[] identities = new long[weights.length];
        Arrays.setAll(identities, i -> Hashing.mix(1000L * pool + names[i]));
        final BackendSet backends = new BackendSet(weights, identities);
        final Loads loads = new Loads(1, weights.length);
        return new PickerParts(backends, start, loads, loads.row(0), () -> 0, start, bound);
    }
}
