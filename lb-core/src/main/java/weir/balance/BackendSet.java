package weir.balance;

import java.util.Arrays;

/**
 * What changes about a pool's backends, as one loop sees it: the mutable cells beside the immutable array.
 *
 * <p>Thread: owning loop only.
 */
public final class BackendSet {
    private final double[] weights;
    private final long[] identities;
    private final boolean[] up;
    private final boolean[] sticky;
    /** Up, and of a weight above 0. */
    private final boolean[] usable;

    private int usableCount;
    private double usableWeight;
    private Watcher watcher = () -> {};

    /** Makes tables of a set. */
    @FunctionalInterface
    public interface Watcher {
        void onChange();
    }

    /** All backends start up and alike. */
    public BackendSet(int count) {
        this(filled(count), identities(count));
    }

    /**
     * All backends start up.
     *
     * @param weights finite; 0 = no new requests
     * @param identities what a backend is hashed by: the same on each loop, and after a reload
     */
    public BackendSet(double[] weights, long[] identities) {
        this.weights = weights.clone();
        this.identities = identities.clone();
        up = new boolean[weights.length];
        Arrays.fill(up, true);
        sticky = up.clone();
        usable = new boolean[weights.length];
        recount();
    }

    private static double[] filled(int count) {
        final double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static long[] identities(int count) {
        final long[] identities = new long[count];
        Arrays.setAll(identities, Hashing::mix);
        return identities;
    }

    /**
     * Notified after each change of weights or usability, so that tables are rebuilt outside of a pick: its picker, and
     * what picks for sticky clients.
     */
    public void onChange(Watcher another) {
        final Watcher others = watcher;
        watcher = () -> {
            others.onChange();
            another.onChange();
        };
    }

    public int count() {
        return usable.length;
    }

    public int usableCount() {
        return usableCount;
    }

    /** Of the usable ones together. */
    public double usableWeight() {
        return usableWeight;
    }

    /** Whatever its weight. */
    public boolean isUp(int index) {
        return up[index];
    }

    /** Up, and of a weight above 0. */
    public boolean isUsable(int index) {
        return usable[index];
    }

    /** Of a backend, whether or not it is usable. */
    public double weight(int index) {
        return weights[index];
    }

    /** What a backend is hashed by: the same on each loop, and after a reload. */
    public long identity(int index) {
        return identities[index];
    }

    /** Clients that are bound to this backend may be sent there: even when it has weight 0 or is being drained. */
    public boolean acceptsSticky(int index) {
        return sticky[index];
    }

    /** O(backends), as all that follows. */
    public void setUsable(int index, boolean isUp) {
        setUsable(index, isUp, isUp);
    }

    public void setUsable(int index, boolean isUp, boolean acceptsSticky) {
        change(index, isUp, acceptsSticky, weights[index]);
    }

    public void setWeight(int index, double weight) {
        change(index, up[index], sticky[index], weight);
    }

    /**
     * All that may change about a backend, at once, so that tables are made anew once.
     *
     * @param isUp gets new clients, if it has a weight
     * @param acceptsSticky gets those that are bound to it
     */
    public void change(int index, boolean isUp, boolean acceptsSticky, double weight) {
        assert weight >= 0 && weight < Double.POSITIVE_INFINITY : weight;
        sticky[index] = acceptsSticky;
        if (up[index] != isUp || weights[index] != weight) {
            up[index] = isUp;
            weights[index] = weight;
            recount();
            watcher.onChange();
        }
    }

    private void recount() {
        usableCount = 0;
        usableWeight = 0; // anew each time, so that rounding errors do not add up
        for (int i = 0; i < usable.length; i++) {
            usable[i] = up[i] && weights[i] > 0;
            if (usable[i]) {
                usableCount++;
                usableWeight += weights[i];
            }
        }
    }

    /** Whether {@link #nextUsable} would find one. */
    public boolean hasUsable(PickContext context) {
        return nextUsable(0, context) != Picker.NONE;
    }

    /** A usable backend that was not tried is left, whether or not it is full. */
    public boolean hasUntried(PickContext context) {
        for (int i = 0; i < usable.length; i++) {
            if (usable[i] && !context.isAmongTried(i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first usable backend from {@code from} on that was not tried, around the end; {@link Picker#NONE} if there is
     * none.
     */
    public int nextUsable(int from, PickContext context) {
        final int count = usable.length;
        for (int looked = 0, index = from < count ? from : 0; looked < count; looked++) {
            if (usable[index] && !context.wasTried(index)) {
                return index;
            }
            index = index + 1 == count ? 0 : index + 1;
        }
        return Picker.NONE;
    }

    /**
     * Who picks it for the request has made no mistake: it exists, is usable, and was not tried. Nor is it one when the
     * backend is full, as another loop may have taken the last room since the picker asked.
     */
    boolean isLegal(int index, PickContext context) {
        return index >= 0 && index < usable.length && usable[index] && !context.isAmongTried(index);
    }

    /** May be picked for the request at this moment. */
    boolean isCandidate(int index, PickContext context) {
        return isLegal(index, context) && !context.isFull(index);
    }

    /** Which backend it is that cannot be picked, and why; for messages. */
    public String describe(int index, PickContext context) {
        if (index < 0 || index >= usable.length) {
            return index + ", which does not exist (there are " + usable.length + ')';
        } else if (!up[index]) {
            return index + ", which is down";
        } else if (weights[index] == 0) {
            return index + ", which has weight 0";
        } else if (context.isAmongTried(index)) {
            return index + ", which was tried already";
        }
        return index + (context.isFull(index) ? ", which is full" : "");
    }

    /** All usable backends have the same weight. */
    boolean isEven() {
        double first = 0;
        for (int i = 0; i < usable.length; i++) {
            if (usable[i] && first == 0) {
                first = weights[i];
            } else if (usable[i] && weights[i] != first) {
                return false;
            }
        }
        return true;
    }
}
