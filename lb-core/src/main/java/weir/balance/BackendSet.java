package weir.balance;

/**
 * What changes about a pool's backends, as one loop sees it: the mutable cells beside the immutable array.
 *
 * <p>Thread: owning loop only.
 */
public final class BackendSet {
    private final boolean[] usable;
    private int usableCount;

    /** All backends start usable. */
    public BackendSet(int count) {
        usable = new boolean[count];
        java.util.Arrays.fill(usable, true);
        usableCount = count;
    }

    public int count() {
        return usable.length;
    }

    public int usableCount() {
        return usableCount;
    }

    public boolean isUsable(int index) {
        return usable[index];
    }

    public void setUsable(int index, boolean isUsable) {
        if (usable[index] != isUsable) {
            usable[index] = isUsable;
            usableCount += isUsable ? 1 : -1;
        }
    }
}
