package weir.accesslog;

import weir.model.LogSelection;

/**
 * Which of a loop's records go to the writer: asked before a record is copied, so that one without a line costs no
 * more. Thread: the owning loop.
 */
final class RecordFilter {
    /** Null = any. */
    private final RecordCondition only;
    /** Null = none. */
    private final RecordCondition keep;

    /** Of the numbers that {@link #draw} has, from 0 on. */
    private final long taken;

    private long random;

    private RecordFilter(LogSelection selection, EndWords words, RecordLayout layout, long seed) {
        only = selection.only() == null ? null : RecordCondition.of(selection.only(), words, layout);
        keep = selection.keep() == null ? null : RecordCondition.of(selection.keep(), words, layout);
        taken = Math.round(selection.sample() * (1L << 32));
        random = seed | 1;
    }

    /** Null where all records go there. */
    static RecordFilter of(LogSelection selection, EndWords words, RecordLayout layout, long seed) {
        return selection.isAll() ? null : new RecordFilter(selection, words, layout, seed);
    }

    boolean takes(AccessRecord record) {
        if (only != null && !only.holds(record)) {
            return false;
        }
        return taken == 1L << 32 || keep != null && keep.holds(record) || draw() < taken;
    }

    /** By chance, as each tenth would meet the same request again and again. Marsaglia's xorshift64; 32 bits of it. */
    private long draw() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return random >>> 32;
    }
}
