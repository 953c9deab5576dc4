package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Place;
import weir.model.Passive;
import weir.model.Passive.Mode;
import weir.model.Passive.Ratio;

/** {@code pools.<name>.health.passive.ratio}. */
final class RatioSection extends RuleSection<Ratio> {
    private static final Ratio FALLBACK = Passive.DEFAULTS.ratio();

    private final Key<Long> share = percent(Ratio.PERCENT_RANGE, FALLBACK.percent());

    RatioSection() {
        super("the share");
    }

    @Override
    Ratio build(Section section) {
        return new Ratio(mode(section), section.getInt(share));
    }

    @Override
    Ratio withMode(Mode mode) {
        return new Ratio(mode, FALLBACK.percent());
    }

    @Override
    Ratio withNumber(Place place) {
        final Long number = share.shape().read(place);
        return number == null ? null : new Ratio(Mode.ENFORCE, Math.toIntExact(number));
    }
}
