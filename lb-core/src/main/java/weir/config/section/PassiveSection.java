package weir.config.section;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Units;
import weir.model.Passive;
import weir.model.Passive.Consecutive;
import weir.model.Passive.Failure;
import weir.model.Passive.Latency;
import weir.model.Passive.Ratio;

/** {@code pools.<name>.health.passive}. */
final class PassiveSection extends SectionType<Passive> {
    private static final Passive FALLBACK = Passive.DEFAULTS;

    private final Key<List<Failure>> failures = optional(
            Passive.FAILURES_RANGE.key(),
            new ListOf<>(new EnumValue<>(Failure.values(), Failure::word), Passive.FAILURES_RANGE),
            Arrays.stream(Failure.values())
                    .filter(FALLBACK.failures()::contains)
                    .toList());
    private final Key<Consecutive> consecutive =
            optional("consecutive", new ConsecutiveSection(), FALLBACK.consecutive());
    private final Key<Ratio> ratio = optional("ratio", new RatioSection(), FALLBACK.ratio());
    private final Key<Latency> latency = optional("latency", new LatencySection(), FALLBACK.latency());
    private final Key<Long> window = duration(Passive.WINDOW_RANGE, FALLBACK.windowMs());
    private final Key<Long> requestsMin = count(Passive.REQUESTS_RANGE, FALLBACK.requestsMin());
    private final Key<Long> ejection = duration(Passive.EJECTION_RANGE, FALLBACK.ejectionMs());
    private final Key<Long> ejectionMax = duration(Passive.EJECTION_MAX_RANGE, FALLBACK.ejectionMaxMs());
    private final Key<Long> ejectedMax = percent(Passive.EJECTED_RANGE, FALLBACK.ejectedMaxPercent());

    @Override
    Passive build(Section section) {
        final List<Failure> failures = section.get(this.failures);
        final Consecutive consecutive = section.get(this.consecutive);
        final Ratio ratio = section.get(this.ratio);
        final Latency latency = section.get(this.latency);
        final int windowMs = section.getInt(window);
        final int requestsMin = section.getInt(this.requestsMin);
        final int ejectionMs = section.getInt(ejection);
        final int ejectionMaxMs = section.getInt(ejectionMax);
        final int ejectedMaxPercent = section.getInt(ejectedMax);
        if (section.isBad(ejection) || section.isBad(ejectionMax)) {
            return null;
        } else if (ejectionMaxMs < ejectionMs) {
            return section.at(ejectionMax)
                    .refuse(
                            Units.DURATION.show(ejectionMaxMs),
                            "at least the " + Units.DURATION.show(ejectionMs) + " of ejection");
        }
        return new Passive(
                new HashSet<>(failures),
                consecutive,
                ratio,
                latency,
                windowMs,
                requestsMin,
                ejectionMs,
                ejectionMaxMs,
                ejectedMaxPercent);
    }
}
