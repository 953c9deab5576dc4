package weir.route;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Routes that share host and path, in the order of the file. Those that ask for one value of the same field, parameter
 * or cookie have an index, if they are more than a few. Grows while a table is compiled, then immutable, any thread.
 */
final class RouteList {
    /** Fewer are tried one after the other. */
    private static final int INDEXED_MIN = 4;

    /** Null where there is none. */
    private ValueIndex byValue;

    /** Of the others: their places in the file, ascending. */
    private int[] indexes = {};
    /** What else they ask for; null = nothing. */
    private Conditions[] conditions = {};

    /** One behind a route that takes everything is never reached, and left out. */
    void add(int index, Conditions asked) {
        final int count = indexes.length;
        if (count > 0 && conditions[count - 1] == null) {
            return;
        }
        indexes = Arrays.copyOf(indexes, count + 1);
        conditions = Arrays.copyOf(conditions, count + 1);
        indexes[count] = index;
        conditions[count] = asked;
    }

    /** To be called once, when all are here. */
    void compile() {
        final Map<ValueSource, Integer> counts = new HashMap<>();
        for (Conditions asked : conditions) {
            if (asked != null) {
                asked.sourcesOfOneValue().forEach(source -> counts.merge(source, 1, Integer::sum));
            }
        }
        final Map.Entry<ValueSource, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
        if (most != null && most.getValue() >= INDEXED_MIN) {
            moveToIndex(most.getKey());
        }
    }

    private void moveToIndex(ValueSource source) {
        final int[] allIndexes = indexes;
        final Conditions[] all = conditions;
        indexes = new int[0];
        conditions = new Conditions[0];
        byValue = new ValueIndex(source);
        for (int i = 0; i < all.length; i++) {
            final byte[] value = all[i] == null ? null : all[i].onlyValue(source);
            if (value == null) {
                add(allIndexes[i], all[i]);
            } else {
                byValue.add(value, allIndexes[i], all[i]);
            }
        }
    }

    /** The first of them that takes the request, if it comes before {@code best}; else {@code best}. */
    int find(RouteSearch request, int bestBefore) {
        int best = bestBefore;
        for (int i = 0; i < indexes.length && indexes[i] < best; i++) {
            if (conditions[i] == null || conditions[i].hold(request)) {
                best = indexes[i];
            }
        }
        return byValue == null ? best : byValue.find(request, best);
    }
}
