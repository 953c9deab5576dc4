package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Percent;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.BreakerPolicy;
import weir.model.BreakerPolicy.Latency;
import weir.model.BreakerPolicy.Mode;
import weir.model.BreakerPolicy.Scope;

/** {@code pools.<name>.breaker}; its short form is the mode alone. */
final class BreakerSection extends SectionType<BreakerPolicy> {
    private static final BreakerPolicy FALLBACK = BreakerPolicy.DEFAULTS;
    private static final EnumValue<Mode> MODES = new EnumValue<>(Mode.values(), Mode::word);

    private final Key<Mode> mode = optional("mode", MODES, FALLBACK.mode());
    private final Key<Scope> scope = optional("scope", new EnumValue<>(Scope.values(), Scope::word), FALLBACK.scope());
    private final Key<Double> failures = optional("failures", new Percent(1, 100), FALLBACK.failures());
    private final Key<Latency> latency = optional("latency", new LatencySection());
    private final Key<Long> requestsMin = count(BreakerPolicy.REQUESTS_RANGE, FALLBACK.requestsMin());
    private final Key<Long> window = duration(BreakerPolicy.WINDOW_RANGE, FALLBACK.windowMs());
    private final Key<Long> open = duration(BreakerPolicy.OPEN_RANGE, FALLBACK.openMs());
    private final Key<Long> probes = count(BreakerPolicy.PROBES_RANGE, FALLBACK.probes());

    @Override
    BreakerPolicy build(Section section) {
        return new BreakerPolicy(
                section.get(mode),
                section.get(scope),
                section.get(failures),
                section.get(latency),
                section.getInt(requestsMin),
                section.getInt(window),
                section.getInt(open),
                section.getInt(probes));
    }

    @Override
    BreakerPolicy readText(Location location, String text) {
        final Mode mode = MODES.read(location);
        return mode == null ? null : FALLBACK.withMode(mode);
    }

    @Override
    public String accepted() {
        return MODES.accepted() + " or " + super.accepted();
    }

    /** {@code pools.<name>.breaker.latency}. */
    private static final class LatencySection extends SectionType<Latency> {
        private final Key<Double> quantile = optional("quantile", new Percent(1, 99.99), Latency.QUANTILE);
        private final Key<Long> above = required("above", new Quantity(Units.DURATION, Latency.ABOVE_RANGE));

        @Override
        Latency build(Section section) {
            final double quantile = section.get(this.quantile);
            final Long aboveMs = section.get(above);
            return aboveMs == null ? null : new Latency(quantile, aboveMs.intValue());
        }
    }
}
