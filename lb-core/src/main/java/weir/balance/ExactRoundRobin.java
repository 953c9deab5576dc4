package weir.balance;

/**
 * Each usable backend in turn, over all loops: {@code round-robin} with {@code order: exact}. All loops take numbers
 * from one counter, and a number stands for a backend, so any few requests in a row are even whichever loops they meet.
 *
 * <p>When weights differ, each loop has turns of its own, as {@link RoundRobin}. Thread: owning loop only, but for the
 * counter. O(1), and one atomic addition on a cache line that all loops share; O(backends) around those that were
 * tried.
 */
public final class ExactRoundRobin implements Picker {
    /** As the configuration has it. */
    public static final PickerFactory FACTORY = new PickerFactory() {
        @Override
        public String word() {
            return Algorithm.ROUND_ROBIN.word();
        }

        @Override
        public Algorithm.Kind kind() {
            return Algorithm.Kind.TURNS;
        }

        @Override
        public Picker picker(PickerParts parts) {
            return new ExactRoundRobin(parts);
        }
    };

    private final BackendSet backends;
    private final Loads loads;
    /** For weights that differ. */
    private final EdfScheduler scheduler;
    /** The usable backends, in their order. */
    private final int[] usable;
    /** Turns that a backend gives up for its sticky clients. */
    private final int[] debts;

    private int usableCount;
    private int debtors;
    private boolean isEven;

    private ExactRoundRobin(PickerParts parts) {
        backends = parts.backends();
        loads = parts.loads();
        scheduler = new EdfScheduler(backends, parts.start());
        usable = new int[backends.count()];
        debts = new int[backends.count()];
        collect();
        backends.onChange(this::onChange);
    }

    private void onChange() {
        collect();
        scheduler.rebuild();
    }

    private void collect() {
        isEven = backends.isEven();
        usableCount = 0;
        for (int i = 0; i < backends.count(); i++) {
            if (backends.isUsable(i)) {
                usable[usableCount++] = i;
            }
        }
    }

    @Override
    public int pick(PickContext context) {
        if (!isEven) {
            return scheduler.pick(context);
        }
        if (usableCount == 0) {
            return NONE;
        }
        int index = owner(loads.takeTurn(), context);
        for (int passed = 1; debtors > 0 && passed < usableCount && index != NONE && debts[index] > 0; passed++) {
            if (--debts[index] == 0) {
                debtors--;
            }
            index = owner(loads.takeTurn(), context);
        }
        return index;
    }

    /** Whose turn that is: of the backend with its number, or the next that may be picked. */
    private int owner(long turn, PickContext context) {
        final int first = (int) Long.remainderUnsigned(turn, usableCount);
        for (int looked = 0, at = first; looked < usableCount; looked++) {
            if (!context.wasTried(usable[at])) {
                return usable[at];
            }
            at = at + 1 == usableCount ? 0 : at + 1;
        }
        return NONE;
    }

    @Override
    public void charge(int backend) {
        scheduler.charge(backend);
        if (debts[backend] == 0) {
            debtors++;
        }
        debts[backend] = Math.min(DEBT_MAX, debts[backend] + 1);
    }

    /** Another loop may take a turn before this one does. */
    @Override
    public void preview(PickContext context, Preview preview) {
        if (!isEven) {
            scheduler.preview(context, preview);
            return;
        }
        preview.setScoreMeaning("turns to wait over all loops, least wins");
        final long next = loads.turn();
        for (int wait = 0; wait < usableCount; wait++) {
            preview.setScore(usable[(int) Long.remainderUnsigned(next + wait, usableCount)], wait);
        }
        if (usableCount == 0) {
            preview.setWinner(NONE);
        } else if (debtors == 0) {
            preview.setWinner(owner(next, context));
        }
    }
}
