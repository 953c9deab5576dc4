package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Percent;
import weir.model.RetryPolicy.Budget;

/** {@code pools.<name>.retry.budget}; its short form is the ratio alone, or none. */
final class RetryBudgetSection extends SectionType<Budget> {
    private static final String NONE = "none";
    private static final Percent RATIO = new Percent(0, 100);

    private final Key<Double> ratio = optional("ratio", RATIO, Budget.DEFAULTS.ratio());
    private final Key<Long> perSecond = count(Budget.PER_SECOND_RANGE, Budget.DEFAULTS.perSecond());

    @Override
    Budget build(Section section) {
        return new Budget(section.get(ratio), section.getInt(perSecond));
    }

    @Override
    Budget readText(Location location, String text) {
        if (text.equals(NONE)) {
            return Budget.NONE;
        }
        final Double ratio = text.endsWith("%") ? RATIO.read(location) : location.refuse(accepted());
        return ratio == null ? null : new Budget(ratio, Budget.DEFAULTS.perSecond());
    }

    @Override
    public String accepted() {
        return NONE + ", " + RATIO.accepted() + " or " + super.accepted();
    }
}
