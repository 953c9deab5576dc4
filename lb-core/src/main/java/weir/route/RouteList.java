package weir.route;

import java.util.Arrays;

/**
 * Routes that share host and path, in the order of the file. Grows while a table is compiled, then immutable, any
 * thread.
 */
final class RouteList {
    /** Their places in the file, ascending. */
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

    /** The first of them that takes the request, if it comes before {@code best}; else {@code best}. */
    int find(RouteSearch request, int best) {
        for (int i = 0; i < indexes.length && indexes[i] < best; i++) {
            if (conditions[i] == null || conditions[i].hold(request)) {
                return indexes[i];
            }
        }
        return best;
    }
}
