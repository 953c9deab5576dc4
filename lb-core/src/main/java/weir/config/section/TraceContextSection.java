package weir.config.section;

import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Percent;
import weir.model.TraceContext;

/** {@code listeners.<name>.trace-context}. */
final class TraceContextSection extends SectionType<TraceContext> {
    private static final TraceContext FALLBACK = TraceContext.DEFAULTS;

    private final Key<TraceContext.Trust> trust =
            optional("trust", new EnumValue<>(TraceContext.Trust.values(), TraceContext.Trust::word), FALLBACK.trust());
    private final Key<Double> sample = optional("sample", new Percent(0, 100), FALLBACK.sample());

    @Override
    TraceContext build(Section section) {
        return new TraceContext(section.get(trust), section.get(sample));
    }
}
