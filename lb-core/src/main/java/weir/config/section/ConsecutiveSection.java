package weir.config.section;

import weir.config.value.Key;
import weir.model.Passive;
import weir.model.Passive.Consecutive;
import weir.model.Passive.Mode;

/** {@code pools.<name>.health.passive.consecutive}. */
final class ConsecutiveSection extends RuleSection<Consecutive, Long> {
    private final Key<Long> count =
            count(Consecutive.COUNT_RANGE, Passive.DEFAULTS.consecutive().count());

    ConsecutiveSection() {
        super("the count");
    }

    @Override
    Key<Long> number() {
        return count;
    }

    @Override
    Consecutive rule(Mode mode, Long number) {
        return new Consecutive(mode, Math.toIntExact(number));
    }
}
