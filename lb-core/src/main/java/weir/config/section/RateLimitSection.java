package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.LimitKeyText;
import weir.config.value.Quantity;
import weir.config.value.Rate;
import weir.config.value.RateText;
import weir.config.value.Text;
import weir.config.value.Units;
import weir.model.LimitKey;
import weir.model.PolicyMode;
import weir.model.RateLimit;

/** {@code rate-limits[]}, on any level. */
final class RateLimitSection extends SectionType<RateLimit> {
    private final Key<LimitKey> key = required("key", new LimitKeyText());
    private final Key<Rate> rate = required("rate", new RateText());
    private final Key<Long> burst =
            optional(RateLimit.BURST_RANGE.key(), new Quantity(Units.COUNT, RateLimit.BURST_RANGE));
    private final Key<Long> wait = duration(RateLimit.WAIT_RANGE, 0);
    private final Key<PolicyMode> mode =
            optional("mode", new EnumValue<>(PolicyMode.values(), PolicyMode::word), PolicyMode.ENFORCE);
    private final Key<Long> keys = count(RateLimit.KEYS_RANGE, RateLimit.KEYS);
    private final Key<String> name = optional("name", new Text(RateLimit.NAME));

    @Override
    RateLimit build(Section section) {
        final LimitKey key = section.get(this.key);
        final Rate rate = section.get(this.rate);
        final Long burst = section.get(this.burst);
        final long waitMs = section.get(wait);
        final PolicyMode mode = section.get(this.mode);
        final int keys = section.getInt(this.keys);
        final String name = section.get(this.name);
        if (!section.isFine()) {
            return null;
        }
        final long size = burst != null ? burst : RateLimit.usualBurst(rate.count(), rate.periodMs());
        if (!RateLimit.fills(rate.count(), rate.periodMs(), size)) {
            return section.at(this.burst).refuse("a bucket that takes more than a year to fill", "a lower burst");
        }
        if (name == null && !RateLimit.NAME.matches(key.toString())) {
            return section.at(this.key).refuse("a key that makes no name", "the key name beside it");
        }
        return new RateLimit(
                name != null ? name : key.toString(), key, rate.count(), rate.periodMs(), size, waitMs, mode, keys);
    }
}
