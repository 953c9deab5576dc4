package weir.config.value;

import java.util.Set;
import java.util.stream.Collectors;

/** The name of a pool; becomes its index. */
public final class PoolReference implements ValueType<Integer> {
    private static final int NAMES_MAX = 10;

    @Override
    public Integer read(Location location) {
        final String name = location.text();
        if (name == null) {
            return location.refuse(accepted());
        }
        final ParseContext context = location.context();
        if (context.pools().isEmpty()) {
            return 0; // that there are no pools is said once, not at every reference
        }
        final int index = context.usePool(name);
        return index == -1 ? refuse(location, name) : Integer.valueOf(index);
    }

    @Override
    public String accepted() {
        return "the name of a pool";
    }

    private Integer refuse(Location location, String name) {
        final Set<String> pools = location.context().pools();
        final String names = pools.stream().limit(NAMES_MAX).map(Quoted::bare).collect(Collectors.joining(", "));
        return location.refuse(
                Quoted.text(name) + ", which is no pool",
                names + (pools.size() > NAMES_MAX ? ", ..." : "") + Suggestions.hint(name, pools));
    }
}
