package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Place;
import weir.model.Passive;
import weir.model.Passive.Consecutive;
import weir.model.Passive.Mode;

/** {@code pools.<name>.health.passive.consecutive}. */
final class ConsecutiveSection extends RuleSection<Consecutive> {
    private static final Consecutive FALLBACK = Passive.DEFAULTS.consecutive();

    private final Key<Long> count = count(Consecutive.COUNT_RANGE, FALLBACK.count());

    ConsecutiveSection() {
        super("the count");
    }

    @Override
    Consecutive build(Section section) {
        return new Consecutive(mode(section), section.getInt(count));
    }

    @Override
    Consecutive withMode(Mode mode) {
        return new Consecutive(mode, FALLBACK.count());
    }

    @Override
    Consecutive withNumber(Place place) {
        final Long number = count.shape().read(place);
        return number == null ? null : new Consecutive(Mode.ENFORCE, Math.toIntExact(number));
    }
}
