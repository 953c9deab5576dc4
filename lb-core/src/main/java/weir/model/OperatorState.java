package weir.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operators have changed while Weir ran, as far as it differs from the configuration: it is kept over a restart.
 * Immutable, any thread.
 *
 * @param pools by name, in the order of names; pools of which nothing was changed are not there
 */
public record OperatorState(Map<String, OperatorPoolState> pools) {
    /** Says which form a file has that holds it. */
    public static final String VERSION_KEY = "weir-state";

    public static final int VERSION = 1;

    public static final OperatorState NONE = new OperatorState(Map.of());

    public OperatorState {
        final Map<String, OperatorPoolState> changed = new TreeMap<>(pools);
        changed.values().removeIf(OperatorPoolState.NONE::equals);
        pools = Collections.unmodifiableMap(changed);
    }

    public OperatorPoolState pool(String name) {
        return pools.getOrDefault(name, OperatorPoolState.NONE);
    }

    public OperatorState withPool(String name, OperatorPoolState pool) {
        final Map<String, OperatorPoolState> changed = new TreeMap<>(pools);
        changed.put(name, pool);
        return new OperatorState(changed);
    }
}
