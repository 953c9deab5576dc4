package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.MinRate;

/** {@code listeners.<name>.min-rate}; its short form is the rate alone, or off. */
final class MinRateSection extends SectionType<MinRate> {
    private static final MinRate FALLBACK = MinRate.DEFAULTS;
    private static final Quantity RATE =
            new Quantity(Units.SIZE, MinRate.RATE_RANGE).or("off", MinRate.OFF.bytesPerSecond());

    private final Key<Long> perSecond = optional(MinRate.RATE_RANGE.key(), RATE, (long) FALLBACK.bytesPerSecond());
    private final Key<Long> after = duration(MinRate.AFTER_RANGE, FALLBACK.afterMs());

    @Override
    MinRate build(Section section) {
        return new MinRate(section.getInt(perSecond), section.getInt(after));
    }

    @Override
    MinRate readText(Location location, String text) {
        final Long rate = RATE.read(location);
        return rate == null ? null : new MinRate(Math.toIntExact(rate), FALLBACK.afterMs());
    }

    @Override
    public String accepted() {
        return RATE.accepted() + "; or " + super.accepted();
    }
}
