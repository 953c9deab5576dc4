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
public record KeptState(Map<String, KeptPool> pools) {
    /** Says which form a file has that holds it. */
    public static final String VERSION_KEY = "weir-state";

    public static final int VERSION = 1;

    public static final KeptState NONE = new KeptState(Map.of());

    public KeptState {
        final Map<String, KeptPool> changed = new TreeMap<>(pools);
        changed.values().removeIf(KeptPool.NONE::equals);
        pools = Collections.unmodifiableMap(changed);
    }

    public KeptPool pool(String name) {
        return pools.getOrDefault(name, KeptPool.NONE);
    }

    public KeptState withPool(String name, KeptPool pool) {
        final Map<String, KeptPool> changed = new TreeMap<>(pools);
        changed.put(name, pool);
        return new KeptState(changed);
    }
}
