package weir.config.section;

import weir.config.value.Key;
import weir.model.Passive;
import weir.model.Passive.Mode;
import weir.model.Passive.Ratio;

/** {@code pools.<name>.health.passive.ratio}. */
final class RatioSection extends RuleSection<Ratio, Long> {
    private final Key<Long> share =
            percent(Ratio.PERCENT_RANGE, Passive.DEFAULTS.ratio().percent());

    RatioSection() {
        super("the share");
    }

    @Override
    Key<Long> number() {
        return share;
    }

    @Override
    Ratio rule(Mode mode, Long number) {
        return new Ratio(mode, Math.toIntExact(number));
    }
}
