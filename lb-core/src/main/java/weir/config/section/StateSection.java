package weir.config.section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.model.OperatorPoolState;
import weir.model.OperatorState;

/** A whole state file. */
public final class StateSection extends SectionType<OperatorState> {
    private final Key<Integer> version = required(
            OperatorState.VERSION_KEY, new EnumValue<>(new Integer[] {OperatorState.VERSION}, String::valueOf));
    private final Key<List<Map.Entry<String, OperatorPoolState>>> pools =
            optional("pools", new NamedMap<>(new StatePoolSection()), List.of());

    @Override
    OperatorState build(Section section) {
        section.get(version);
        final Map<String, OperatorPoolState> pools = new LinkedHashMap<>();
        section.get(this.pools).forEach(pool -> pools.put(pool.getKey(), pool.getValue()));
        return new OperatorState(pools);
    }
}
