package weir.balance.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Set;
import weir.balance.Picker;
import weir.balance.PickerParts;

/** The algorithm under test, and what it claims. */
public interface Subject {
    /** A new picker, as each loop makes one. */
    Picker picker(PickerParts parts);

    /** What the algorithm claims. */
    Set<Trait> traits();

    /** How far a share may be from what is expected, as a part of it, where chance or load has its say. */
    default double shareTolerance() {
        return traits().contains(Trait.LATENCY_AWARE) || traits().contains(Trait.LOAD_AWARE)
                ? 0.15 // requests are counted whole, which favours the light or the heavy a little
                : 0.1;
    }

    /** When a backend fails, how much more than a fair part of its keys another one may inherit: 1 = no more. */
    default double heirMax() {
        return 1.2;
    }

    /** The part of all keys that may move beyond those that must, when a backend leaves or comes. */
    default double extraMovesMax() {
        return 0;
    }

    /** Goes on only with an algorithm that has the trait. */
    default void claims(Trait trait) {
        assumeTrue(traits().contains(trait), () -> "does not claim to be " + trait);
    }

    /** Drives one picker for each of the starts. */
    default Drill drill(double[] weights, int[] starts, int inFlightMax, double bound, long seed) {
        return new Drill(this::picker, weights, starts, inFlightMax, bound, seed);
    }

    /** Drives one picker that starts at 0, with eight requests per backend in flight. */
    default Drill drill(double... weights) {
        return drill(weights, new int[] {0}, 8 * weights.length, PickerParts.UNBOUNDED, 1);
    }

    /** With a bound where the algorithm has one. */
    default double anyBound() {
        return traits().contains(Trait.BOUNDED) ? 1.25 : PickerParts.UNBOUNDED;
    }

    static double[] even(int count) {
        final double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }
}
