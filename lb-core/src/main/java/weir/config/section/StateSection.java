package weir.config.section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.config.value.Key;
import weir.config.value.Words;
import weir.model.KeptPool;
import weir.model.KeptState;

/** A whole state file. */
public final class StateSection extends SectionShape<KeptState> {
    private final Key<Integer> version =
            required(KeptState.VERSION_KEY, new Words<>(new Integer[] {KeptState.VERSION}, String::valueOf));
    private final Key<List<Map.Entry<String, KeptPool>>> pools =
            optional("pools", new NamedMap<>(new StatePoolSection()), List.of());

    @Override
    KeptState build(Section section) {
        section.get(version);
        final Map<String, KeptPool> pools = new LinkedHashMap<>();
        section.get(this.pools).forEach(pool -> pools.put(pool.getKey(), pool.getValue()));
        return new KeptState(pools);
    }
}
