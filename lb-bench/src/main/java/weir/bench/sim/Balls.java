package weir.bench.sim;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import weir.balance.BackendSet;
import weir.balance.GuardedPicker;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerFault;
import weir.balance.PickerParts;
import weir.bench.host.CannotMeasure;
import weir.config.AlgorithmText;

/** Balls that one algorithm throws into bins. Immutable, any thread. */
record Balls(AlgorithmText algorithm, int bins, int balls) {
    /** How many trials ended with how many balls in the fullest bin. */
    Map<Integer, Integer> fullest(int trials, long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Integer, Integer> counts = new TreeMap<>();
        for (int trial = 0; trial < trials; trial++) {
            counts.merge(fullest(random), 1, Integer::sum);
        }
        return counts;
    }

    private int fullest(SplittableRandom random) {
        final BackendSet backends = new BackendSet(bins);
        final Loads loads = new Loads(1, bins);
        final Picker own = algorithm
                .factory()
                .picker(new PickerParts(
                        backends,
                        random.nextInt(bins),
                        loads,
                        loads.row(0),
                        () -> 0,
                        random.nextLong(),
                        PickerParts.UNBOUNDED));
        final Picker picker = new GuardedPicker(algorithm.text(), own, backends, Balls::refuse);
        final PickContext context = new PickContext();
        final int[] filled = new int[bins];
        int most = 0;
        for (int ball = 0; ball < balls; ball++) {
            context.setKey(random.nextLong());
            final int bin = picker.pick(context);
            if (bin == Picker.NONE) {
                throw new CannotMeasure(algorithm.text() + " picked nobody, though it may pick any");
            }
            if (picker.wantsFeedback()) {
                picker.onStart(bin);
            }
            most = Math.max(most, ++filled[bin]);
        }
        return most;
    }

    /** Only an own algorithm has faults. */
    private static void refuse(PickerFault fault) {
        throw new CannotMeasure(FaultText.of(fault));
    }
}
