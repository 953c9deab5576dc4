package weir.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import weir.model.RetryPolicy;

/** {@code pools.<name>.retry}. */
final class RetrySection extends SectionShape<RetryPolicy> {
    private static final RetryPolicy FALLBACK = RetryPolicy.DEFAULTS;
    private static final Words<RetryPolicy.Condition> CONDITIONS =
            new Words<>(RetryPolicy.Condition.values(), RetryPolicy.Condition::word);

    private final Key<Long> attempts = count(RetryPolicy.ATTEMPTS_RANGE, FALLBACK.attempts());
    private final Key<List<RetryPolicy.Condition>> on = optional(
            RetryPolicy.ON_RANGE.key(),
            new ListOf<>(CONDITIONS, RetryPolicy.ON_RANGE),
            Arrays.stream(RetryPolicy.Condition.values()).filter(FALLBACK::isOn).toList());

    RetrySection() {
        later("budget");
    }

    @Override
    RetryPolicy build(Section section) {
        return new RetryPolicy(section.getInt(attempts), new HashSet<>(section.get(on)));
    }
}
