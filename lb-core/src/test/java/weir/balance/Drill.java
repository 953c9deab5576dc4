package weir.balance;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Drives pickers of one pool as a proxy would: each pick starts an attempt, and while more than so many are in flight one of them ends, by lot. Time is the
 * drill's own. Thread: one.
 */
final class Drill {
    static final long STEP_NS = 50_000;
    static final long LATENCY_NS = 1_000_000;

    final BackendSet[] sets;
    final Picker[] pickers;
    final Loads loads;
    final PickContext context = new PickContext();
    final long[] latencies;
    final boolean[] fails;
    final long[] lastPickedNs;
    private final SplittableRandom random;
    private final int inFlightMax;
    private final int[] backends;
    private final int[] owners;
    private int inFlight;
    private int loop;
    long nowNs = 1;

    /** @param starts one per loop */
    Drill(Algorithm algorithm, double[] weights, int[] starts, int inFlightMax, double bound, long seed) {
        final int count = weights.length;
        final long[] identities = new long[count];
        Arrays.setAll(identities, Mix::of);
        loads = new Loads(starts.length, count);
        sets = new BackendSet[starts.length];
        pickers = new Picker[starts.length];
        for (int i = 0; i < starts.length; i++) {
            sets[i] = new BackendSet(weights, identities);
            pickers[i] = algorithm.picker(
                    new PickerParts(sets[i], starts[i], loads, loads.row(i), () -> nowNs, seed + i, bound));
        }
        random = new SplittableRandom(seed);
        latencies = new long[count];
        Arrays.fill(latencies, LATENCY_NS);
        fails = new boolean[count];
        lastPickedNs = new long[count];
        this.inFlightMax = inFlightMax;
        backends = new int[inFlightMax + 1];
        owners = new int[inFlightMax + 1];
    }

    static Drill of(Algorithm algorithm, double... weights) {
        return new Drill(algorithm, weights, new int[] {0}, 8 * weights.length, 0, 1);
    }

    static double[] even(int count) {
        final double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    void setUsable(int backend, boolean isUp) {
        for (BackendSet set : sets) {
            set.setUsable(backend, isUp);
        }
    }

    /** With a key of its own; the loops take turns. */
    int pick() {
        context.reset();
        context.setKey(random.nextLong() | 1);
        return pickAsItIs();
    }

    int pickAsItIs() {
        loop = loop + 1 == pickers.length ? 0 : loop + 1;
        final int backend = pickers[loop].pick(context);
        nowNs += STEP_NS;
        if (backend != Picker.NONE) {
            start(backend);
        }
        return backend;
    }

    private void start(int backend) {
        lastPickedNs[backend] = nowNs;
        pickers[loop].onStart(backend);
        backends[inFlight] = backend;
        owners[inFlight++] = loop;
        if (inFlight > inFlightMax) {
            end(random.nextInt(inFlight));
        }
    }

    private void end(int which) {
        final int backend = backends[which];
        pickers[owners[which]].onEnd(
                backend, latencies[backend], fails[backend] ? AttemptEnd.FAILED : AttemptEnd.ANSWERED);
        inFlight--;
        backends[which] = backends[inFlight];
        owners[which] = owners[inFlight];
    }

    void endAll() {
        while (inFlight > 0) {
            end(inFlight - 1);
        }
    }

    int[] shares(int picks) {
        final int[] shares = new int[sets[0].count()];
        for (int i = 0; i < picks; i++) {
            shares[pick()]++;
        }
        return shares;
    }
}
