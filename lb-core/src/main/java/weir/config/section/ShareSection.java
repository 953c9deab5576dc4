package weir.config.section;

import weir.config.value.Key;
import weir.config.value.PoolReference;
import weir.model.Split;

/** {@code listeners.<name>.routes[].split[]}. */
final class ShareSection extends SectionType<Split.Share> {
    private final Key<Integer> pool = required("pool", new PoolReference());
    private final Key<Long> weight = count(Split.WEIGHT_RANGE, Split.WEIGHT);

    @Override
    Split.Share build(Section section) {
        final Integer pool = section.get(this.pool);
        final int weight = section.getInt(this.weight);
        return pool == null ? null : new Split.Share(pool, weight);
    }
}
