package weir.balance.kit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import weir.balance.AttemptEnd;
import weir.balance.BackendSet;
import weir.balance.GuardedPicker;
import weir.balance.Hashing;
import weir.balance.Loads;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerFault;
import weir.balance.PickerParts;
import weir.balance.Preview;

/**
 * Drives the pickers of one pool as a proxy would: each pick starts an attempt, and while more than so many are in
 * flight one of them ends, by lot. Time is the drill's own. Each pick is checked: whoever must not be picked fails the
 * test. Thread: one.
 */
public final class Drill {
    public static final long STEP_NS = 50_000;
    public static final long LATENCY_NS = 1_000_000;

    private static final AttemptEnd[] EACH_END = AttemptEnd.values();

    private final BackendSet[] sets;
    private final Picker[] pickers;
    private final Loads loads;
    private final PickContext context = new PickContext();
    private final long[] latencies;
    private final boolean[] fails;
    /** All that an attempt can show, in turn; else what each backend gives. */
    private boolean hasEveryEnd;

    private int ends;
    private final long seed;
    private final SplittableRandom random;
    private final int inFlightMax;
    private final int[] backends;
    private final int[] owners;
    private int inFlight;
    private int loop;
    private long picks;
    private long nowNs = 1;

    /**
     * @param starts one per loop
     * @param bound of the load; 0 = none
     */
    public Drill(
            Function<PickerParts, Picker> maker,
            double[] weights,
            int[] starts,
            int inFlightMax,
            double bound,
            long seed) {
        final int count = weights.length;
        final long[] identities = new long[count];
        Arrays.setAll(identities, Hashing::mix);
        loads = new Loads(starts.length, count);
        sets = new BackendSet[starts.length];
        pickers = new Picker[starts.length];
        this.seed = seed;
        for (int i = 0; i < starts.length; i++) {
            sets[i] = new BackendSet(weights, identities);
            final Picker own =
                    maker.apply(new PickerParts(sets[i], starts[i], loads, loads.row(i), () -> nowNs, seed + i, bound));
            pickers[i] = new GuardedPicker(name(own), own, sets[i], this::onFault);
        }
        random = new SplittableRandom(seed);
        latencies = new long[count];
        Arrays.fill(latencies, LATENCY_NS);
        fails = new boolean[count];
        this.inFlightMax = inFlightMax;
        backends = new int[inFlightMax + 1];
        owners = new int[inFlightMax + 1];
    }

    private static String name(Picker own) {
        return own.getClass().isSynthetic() ? "the picker" : own.getClass().getSimpleName();
    }

    private void onFault(PickerFault fault) {
        throw new AssertionError(fault.getMessage() + " (" + this + ')', fault.getCause());
    }

    /** With a key of its own; the loops take turns. */
    public int pick() {
        nextRequest();
        return pickAsItIs();
    }

    /** With a key of its own. */
    public void nextRequest() {
        context.reset();
        context.setKey(random.nextLong() | 1);
    }

    /** Of what {@link #pickAsItIs} will pick. */
    public Preview preview() {
        final int next = loop + 1 == pickers.length ? 0 : loop + 1;
        final Preview preview = new Preview(sets[next].count());
        pickers[next].preview(context, preview);
        return preview;
    }

    /** For a request as {@link #context} has it. */
    public int pickAsItIs() {
        loop = loop + 1 == pickers.length ? 0 : loop + 1;
        final int backend = pickers[loop].pick(context);
        nowNs += STEP_NS;
        picks++;
        if (backend != Picker.NONE) {
            if (context.isFull(backend)) { // the guard lets that pass, as it cannot know since when
                fail("picked backend " + sets[loop].describe(backend, context) + " (" + this + ')');
            }
            start(backend);
        } else if (sets[loop].nextUsable(0, context) != Picker.NONE) {
            fail("picked nobody, though backend " + sets[loop].nextUsable(0, context) + " could be picked (" + this
                    + ')');
        }
        return backend;
    }

    private void start(int backend) {
        pickers[loop].onStart(backend);
        backends[inFlight] = backend;
        owners[inFlight++] = loop;
        if (inFlight > inFlightMax) {
            end(random.nextInt(inFlight));
        }
    }

    private void end(int which) {
        final int backend = backends[which];
        pickers[owners[which]].onEnd(backend, latencies[backend], endOf(backend));
        inFlight--;
        backends[which] = backends[inFlight];
        owners[which] = owners[inFlight];
    }

    private AttemptEnd endOf(int backend) {
        if (hasEveryEnd) {
            return EACH_END[ends++ % EACH_END.length];
        }
        return fails[backend] ? AttemptEnd.FAILED : AttemptEnd.ANSWERED;
    }

    /** From now on attempts end in each way there is. */
    public void endInEachWay() {
        hasEveryEnd = true;
    }

    public void endAll() {
        while (inFlight > 0) {
            end(inFlight - 1);
        }
    }

    /** How often each backend is picked. */
    public int[] shares(int count) {
        final int[] shares = new int[sets[0].count()];
        for (int i = 0; i < count; i++) {
            shares[pick()]++;
        }
        return shares;
    }

    /** On all loops. */
    public void setUsable(int backend, boolean isUp) {
        for (BackendSet set : sets) {
            set.setUsable(backend, isUp);
        }
    }

    /** On all loops. */
    public void setWeight(int backend, double weight) {
        for (BackendSet set : sets) {
            set.setWeight(backend, weight);
        }
    }

    /** How long a backend takes from now on. */
    public void setLatencyNs(int backend, long ns) {
        latencies[backend] = ns;
    }

    public void setFails(int backend, boolean doesFail) {
        fails[backend] = doesFail;
    }

    public int loops() {
        return pickers.length;
    }

    /** Of one loop; the same for all, unless a test has changed one. */
    public BackendSet set(int ofLoop) {
        return sets[ofLoop];
    }

    public Picker picker(int ofLoop) {
        return pickers[ofLoop];
    }

    public Loads loads() {
        return loads;
    }

    /** Of the requests that are picked for; {@link #pick} makes a new one of it. */
    public PickContext context() {
        return context;
    }

    /** What a failure has to say. */
    @Override
    public String toString() {
        final BackendSet set = sets[0];
        final StringBuilder text = new StringBuilder("weights ");
        for (int i = 0; i < set.count(); i++) {
            text.append(i == 0 ? "" : ",").append(plain(set.weight(i))).append(set.isUp(i) ? "" : " down");
        }
        return text + listed("tried", context::isAmongTried) + listed("full", context::isFull) + "; pick " + picks
                + "; seed " + seed;
    }

    private String listed(String word, IntPredicate is) {
        final String indexes = IntStream.range(0, sets[0].count())
                .filter(is)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        return indexes.isEmpty() ? "" : "; " + word + ' ' + indexes;
    }

    private static String plain(double number) {
        final double rounded = Math.rint(number * 1000) / 1000;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
