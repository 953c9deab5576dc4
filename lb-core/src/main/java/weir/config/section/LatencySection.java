package weir.config.section;

import weir.config.value.Decimal;
import weir.config.value.Key;
import weir.model.Passive;
import weir.model.Passive.Latency;
import weir.model.Passive.Mode;

/** {@code pools.<name>.health.passive.latency}. */
final class LatencySection extends RuleSection<Latency, Double> {
    private static final Latency FALLBACK = Passive.DEFAULTS.latency();

    private final Key<Double> factor =
            optional("factor", new Decimal(Latency.FACTOR_MIN, Latency.FACTOR_MAX), FALLBACK.factor());
    private final Key<Long> min = duration(Latency.MIN_RANGE, FALLBACK.minMs());

    LatencySection() {
        super("the factor");
    }

    @Override
    Key<Double> number() {
        return factor;
    }

    @Override
    Latency rule(Mode mode, Double number) {
        return new Latency(mode, number, FALLBACK.minMs());
    }

    @Override
    Latency build(Section section) {
        return new Latency(mode(section), section.get(factor), section.getInt(min));
    }
}
