package weir.model;

import java.util.List;

/**
 * They go to a pool.
 *
 * @param pool index into {@link Configuration#pools()}
 */
public record ToPool(int pool) implements RouteAction {
    public ToPool {
        Given.check(pool >= 0, "route.pool", "index " + pool, "that of a pool");
    }

    @Override
    public List<Integer> pools() {
        return List.of(pool);
    }
}
