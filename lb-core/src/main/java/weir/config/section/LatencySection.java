package weir.config.section;

import weir.config.value.Decimal;
import weir.config.value.Key;
import weir.config.value.Place;
import weir.model.Passive;
import weir.model.Passive.Latency;
import weir.model.Passive.Mode;

/** {@code pools.<name>.health.passive.latency}. */
final class LatencySection extends RuleSection<Latency> {
    private static final Latency FALLBACK = Passive.DEFAULTS.latency();

    private final Key<Double> factor =
            optional("factor", new Decimal(Latency.FACTOR_MIN, Latency.FACTOR_MAX), FALLBACK.factor());
    private final Key<Long> min = duration(Latency.MIN_RANGE, FALLBACK.minMs());

    LatencySection() {
        super("the factor");
    }

    @Override
    Latency build(Section section) {
        return new Latency(mode(section), section.get(factor), section.getInt(min));
    }

    @Override
    Latency withMode(Mode mode) {
        return new Latency(mode, FALLBACK.factor(), FALLBACK.minMs());
    }

    @Override
    Latency withNumber(Place place) {
        final Double number = factor.shape().read(place);
        return number == null ? null : new Latency(Mode.ENFORCE, number, FALLBACK.minMs());
    }
}
