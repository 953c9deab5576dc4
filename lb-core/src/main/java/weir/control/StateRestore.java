package weir.control;

import java.util.ArrayList;
import java.util.List;
import weir.model.AdminState;
import weir.model.Configuration;
import weir.model.OperatorState;
import weir.model.Pool;

/**
 * What operators had changed before Weir was started again, laid over the configuration. Changes that no longer fit
 * give way to the configuration, with a note. Immutable, any thread.
 *
 * @param configuration with the backends that were added, without those that were removed
 * @param state what of it still holds
 * @param settings of backends, by their places in that configuration
 * @param notes what gave way, a sentence each without a full stop
 */
public record StateRestore(
        Configuration configuration, OperatorState state, List<Setting> settings, List<String> notes) {
    /** @param weight null = as configured */
    public record Setting(int pool, int backend, AdminState state, Double weight) {}

    /** Asks the name service for added backends that are named. */
    public static StateRestore of(Configuration configuration, OperatorState saved) {
        final List<String> notes = new ArrayList<>();
        final List<Setting> settings = new ArrayList<>();
        final List<Pool> pools = new ArrayList<>();
        OperatorState state = OperatorState.NONE;
        for (Pool pool : configuration.pools()) {
            final RestoredPool restored = new RestoredPool(pool, notes);
            restored.apply(saved.pool(pool.name()));
            state = state.withPool(pool.name(), restored.effective());
            settings.addAll(restored.settings(pools.size()));
            pools.add(restored.pool());
        }
        for (String name : saved.pools().keySet()) {
            if (configuration.poolIndex(name) < 0) {
                notes.add("pool " + name + ": the configuration has no such pool any more");
            }
        }
        return new StateRestore(configuration.withPools(pools), state, settings, notes);
    }
}
