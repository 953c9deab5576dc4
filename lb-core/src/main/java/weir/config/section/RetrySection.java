package weir.config.section;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.RetryReason;
import weir.model.RetryPolicy;
import weir.model.RetryPolicy.Budget;
import weir.model.RetryPolicy.Condition;

/** {@code pools.<name>.retry}; and that of a route, which has no budget of its own. */
final class RetrySection extends SectionType<RetryPolicy> {
    private static final RetryPolicy FALLBACK = RetryPolicy.DEFAULTS;

    private final Key<Long> attempts = count(RetryPolicy.ATTEMPTS_RANGE, FALLBACK.attempts());
    private final Key<List<RetryReason>> on = optional(
            RetryPolicy.ON_RANGE.key(),
            new ListOf<>(RetryReason.SHAPE, RetryPolicy.ON_RANGE),
            Arrays.stream(Condition.values())
                    .filter(FALLBACK::isOn)
                    .map(RetryReason::of)
                    .toList());
    /** Null where the pool's counts. */
    private final Key<Budget> budget;

    private final Key<Long> backoff = duration(RetryPolicy.BACKOFF_RANGE, FALLBACK.backoffMs());

    private RetrySection(boolean hasBudget) {
        budget = hasBudget ? optional("budget", new RetryBudgetSection(), Budget.DEFAULTS) : null;
    }

    static RetrySection ofPool() {
        return new RetrySection(true);
    }

    static RetrySection ofRoute() {
        return new RetrySection(false);
    }

    @Override
    RetryPolicy build(Section section) {
        final int attempts = section.getInt(this.attempts);
        final List<RetryReason> on = section.get(this.on);
        final Budget budget = this.budget == null ? Budget.DEFAULTS : section.get(this.budget);
        final int backoffMs = section.getInt(backoff);
        final Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        final Set<Integer> statuses = new HashSet<>();
        for (RetryReason reason : on) {
            if (reason.condition() == null) {
                statuses.add(reason.status());
            } else {
                conditions.add(reason.condition());
            }
        }
        return new RetryPolicy(attempts, conditions, statuses, budget, backoffMs);
    }
}
