package weir.config.section;

import weir.config.value.Decimal;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.SlowStart;

/** {@code pools.<name>.slow-start}; its short form is the duration alone. */
final class SlowStartSection extends SectionType<SlowStart> {
    private static final SlowStart FALLBACK = SlowStart.NONE;
    private static final String NONE = "none";
    private static final Quantity DURATION =
            new Quantity(Units.DURATION, SlowStart.DURATION_RANGE).or(NONE, FALLBACK.durationMs());

    private final Key<Long> duration = optional(SlowStart.DURATION_RANGE.key(), DURATION, (long) FALLBACK.durationMs());
    private final Key<Long> min = percent(SlowStart.MIN_RANGE, FALLBACK.minPercent());
    private final Key<Double> aggression = optional(
            "aggression", new Decimal(SlowStart.AGGRESSION_MIN, SlowStart.AGGRESSION_MAX), FALLBACK.aggression());
    private final Key<Boolean> onStart = flag("on-start");

    @Override
    SlowStart build(Section section) {
        return new SlowStart(
                section.getInt(duration), section.getInt(min), section.get(aggression), section.get(onStart));
    }

    @Override
    SlowStart readText(Location location, String text) {
        final Long durationMs = DURATION.read(location);
        return durationMs == null
                ? null
                : new SlowStart(Math.toIntExact(durationMs), FALLBACK.minPercent(), FALLBACK.aggression(), false);
    }

    @Override
    public String accepted() {
        return DURATION.accepted() + "; or " + super.accepted();
    }
}
