package weir.config.section;

import weir.config.value.Key;
import weir.config.value.Percent;
import weir.config.value.Quantity;
import weir.config.value.Units;
import weir.model.Faults;

/** {@code listeners.<name>.routes[].faults}. */
final class FaultsSection extends SectionType<Faults> {
    private static final Percent SHARE = new Percent(0, 100);

    private final Key<Faults> delay = optional("delay", new Delay(), Faults.NONE);
    private final Key<Faults> abort = optional("abort", new Abort(), Faults.NONE);

    @Override
    Faults build(Section section) {
        final Faults delayed = section.get(delay);
        final Faults aborted = section.get(abort);
        if (!section.has(delay) && !section.has(abort) && section.isFine()) {
            return section.location().refuse("neither delay nor abort", "at least one of the two");
        }
        return section.isFine() ? delayed.withAbort(aborted.abortShare(), aborted.abortStatus()) : null;
    }

    /** {@code listeners.<name>.routes[].faults.delay}. */
    private static final class Delay extends SectionType<Faults> {
        private final Key<Double> share = required("share", SHARE);
        private final Key<Long> time =
                required(Faults.TIME_RANGE.key(), new Quantity(Units.DURATION, Faults.TIME_RANGE));

        @Override
        Faults build(Section section) {
            final Double share = section.get(this.share);
            final Long ms = section.get(time);
            return section.isFine() ? Faults.NONE.withDelay(share, Math.toIntExact(ms)) : null;
        }
    }

    /** {@code listeners.<name>.routes[].faults.abort}. */
    private static final class Abort extends SectionType<Faults> {
        private final Key<Double> share = required("share", SHARE);
        private final Key<Long> status = count(Faults.STATUS_RANGE, Faults.NONE.abortStatus());

        @Override
        Faults build(Section section) {
            final Double share = section.get(this.share);
            final int status = section.getInt(this.status);
            return section.isFine() ? Faults.NONE.withAbort(share, status) : null;
        }
    }
}
