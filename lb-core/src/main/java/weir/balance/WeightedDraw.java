package weir.balance;

/**
 * Draws a backend with a probability in proportion to its weight, in constant time: the alias method (Walker 1977, in
 * the form of Vose 1991).
 *
 * <p>Each of n columns has the same probability; a column belongs to one backend up to some height and to another
 * above. Thread: owning loop only.
 */
final class WeightedDraw {
    private static final double FULL = 1L << 32;
    private static final long LOW = 0xffffffffL;

    private final BackendSet backends;
    private final boolean isOfAll;
    private final int[] members;
    private final int[] aliases;
    private final long[] heights;
    private int count;

    /** @param isOfAll draws those too that are down, so that who is drawn does not depend on it */
    WeightedDraw(BackendSet backends, boolean isOfAll) {
        this.backends = backends;
        this.isOfAll = isOfAll;
        members = new int[backends.count()];
        aliases = new int[backends.count()];
        heights = new long[backends.count()];
        rebuild();
    }

    /** After a change of weights or usability. O(backends). */
    void rebuild() {
        count = 0;
        double total = 0;
        for (int i = 0; i < members.length; i++) {
            if (isOfAll ? backends.weight(i) > 0 : backends.isUsable(i)) {
                members[count++] = i;
                total += backends.weight(i);
            }
        }
        final double[] scaled = new double[count]; // 1 = fills its column
        for (int column = 0; column < count; column++) {
            scaled[column] = backends.weight(members[column]) / total * count;
        }
        fillColumns(scaled);
    }

    /** What is too small for its column takes the rest of it from what is too large for its own. */
    private void fillColumns(double[] scaled) {
        final int[] work = new int[count]; // small columns from the front, large ones from the back
        int small = 0;
        int large = count;
        for (int column = 0; column < count; column++) {
            work[scaled[column] < 1 ? small++ : --large] = column;
        }
        while (small > 0 && large < count) {
            final int less = work[--small];
            final int more = work[large];
            heights[less] = (long) (scaled[less] * FULL);
            aliases[less] = members[more];
            scaled[more] -= 1 - scaled[less];
            if (scaled[more] < 1) {
                large++;
                work[small++] = more;
            }
        }
        while (small > 0) { // but for rounding, these would be full
            heights[work[--small]] = (long) FULL;
        }
        while (large < count) {
            heights[work[large++]] = (long) FULL;
        }
    }

    /** @return {@link Picker#NONE} when there is nobody to draw */
    int draw(long bits) {
        if (count == 0) {
            return Picker.NONE;
        }
        final int column = Hashing.below(count, bits);
        return (bits & LOW) < heights[column] ? members[column] : aliases[column];
    }
}
