package weir.config.value;

import java.util.Set;
import java.util.stream.Collectors;

/** The name of a pool; becomes its index. */
public final class PoolReference implements Shape<Integer> {
    private static final int NAMES_MAX = 10;

    @Override
    public Integer read(Place place) {
        final String name = place.text();
        if (name == null) {
            return place.refuse(accepted());
        }
        final Reading reading = place.reading();
        if (reading.pools().isEmpty()) {
            return 0; // that there are no pools is said once, not at every reference
        }
        final int index = reading.usePool(name);
        return index == -1 ? refuse(place, name) : Integer.valueOf(index);
    }

    @Override
    public String accepted() {
        return "the name of a pool";
    }

    private Integer refuse(Place place, String name) {
        final Set<String> pools = place.reading().pools();
        final String names = pools.stream().limit(NAMES_MAX).map(Quoted::bare).collect(Collectors.joining(", "));
        return place.refuse(
                Quoted.text(name) + ", which is no pool",
                names + (pools.size() > NAMES_MAX ? ", ..." : "") + Nearest.hint(name, pools));
    }
}
