package weir.model;

import java.util.HashSet;
import java.util.List;

/**
 * They go to one of several pools, each of which gets its share.
 *
 * @param isSticky clients keep the pool that their address gives them
 */
public record Split(List<Share> shares, boolean isSticky) implements RouteAction {
    public static final Range SHARES_RANGE = new Range("split", 1, 64);
    public static final Range WEIGHT_RANGE = new Range("weight", 0, 10_000);
    public static final int WEIGHT = 1;

    /**
     * @param pool index into {@link Configuration#pools()}
     * @param weight in relation to that of the others; 0 = it gets none
     */
    public record Share(int pool, int weight) {
        public Share {
            Given.check(pool >= 0, "route.split.pool", "index " + pool, "that of a pool");
            WEIGHT_RANGE.check(weight);
        }
    }

    public Split {
        shares = Given.list("route.split", shares);
        SHARES_RANGE.check(shares.size());
        Given.check(
                new HashSet<>(shares.stream().map(Share::pool).toList()).size() == shares.size(),
                "route.split",
                "a pool twice",
                "each once");
        Given.check(
                shares.stream().anyMatch(share -> share.weight() > 0),
                "route.split",
                "weights that are all 0",
                "one above 0 at least");
    }

    @Override
    public List<Integer> pools() {
        return shares.stream().map(Share::pool).toList();
    }
}
