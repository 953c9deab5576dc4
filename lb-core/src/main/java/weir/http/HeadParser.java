package weir.http;

import java.nio.ByteBuffer;

/**
 * What the parsers of both kinds of head have in common (RFC 9112 §2.1): a start line, which is theirs, then field
 * lines; limits; a view that is only borrowed; and, where less than a strict head is put up with, its repair.
 *
 * <p>Consumes what is there and remembers where it stopped; never looks at a byte twice, keeps no reference to the
 * buffer, makes no String. Offsets are relative to the head's start. Thread: owning loop only.
 *
 * <p>An ancestor, because this is the frame around the start line and not a part beside it. Each caller has one of the
 * two kinds, which are final, so the call of the start line's parser costs no look-up.
 */
abstract sealed class HeadParser permits RequestParser, ResponseParser {
    /** Of {@link #state}: the start line is complete. Its own states come before. */
    static final int FIELDS = 15;

    final HttpLimits limits;
    private final HeadViews tables;
    /** Null before the first byte of a head, and after {@link #giveFields}. */
    private HeadView head;

    /** One of the start line's, from 0 on; then {@link #FIELDS}. */
    int state;

    int scanned;
    Fault fault;
    private int accepted;
    boolean hasReplacedControl;
    /** Null where heads must be strict. */
    private HeadRepair repair;
    /** By how much the head begins earlier than where it was, since it was repaired. */
    private int shift;

    /** @param tables of as many lines as the limits allow */
    HeadParser(HttpLimits limits, HeadViews tables) {
        this.limits = limits;
        this.tables = tables;
    }

    /** Forgets what is known of the start line. */
    abstract void restartLine();

    /**
     * Goes on within the start line. True when it is complete; otherwise more bytes are needed or {@link #fault} is
     * set.
     */
    abstract boolean parseLine(ByteBuffer in, int headStart, int stop);

    /** What is wrong with a head that has not ended within the limit. */
    abstract Fault tooLarge();

    /** What is put up with from the next message on, as bits of {@link Tolerance}. */
    public final void accept(int tolerances) {
        accepted = tolerances;
        if (head != null) {
            head.fields().replaceControls(accepts(Tolerance.CONTROL_BYTES));
        }
        if (!accepts(Tolerance.BARE_LF) && !accepts(Tolerance.UTF8_TARGET)) {
            repair = null;
            return;
        }
        if (repair == null) {
            repair = new HeadRepair();
        }
        repair.accept(tolerances);
    }

    /** What is put up with, as bits of {@link Tolerance}. */
    public final int accepted() {
        return accepted;
    }

    final boolean accepts(Tolerance tolerance) {
        return (accepted & tolerance.bit()) != 0;
    }

    /** What had to be put up with in this head, as bits of {@link Tolerance}. */
    public final int tolerated() {
        final int controls = hasReplacedControl || head != null && head.fields().hasReplacedControls()
                ? Tolerance.CONTROL_BYTES.bit()
                : 0;
        return repair == null ? controls : controls | repair.used();
    }

    public final void reset() {
        restart();
        shift = 0;
        hasReplacedControl = false;
        if (repair != null) {
            repair.reset();
        }
    }

    private void restart() {
        state = 0;
        scanned = 0;
        fault = null;
        restartLine();
        if (head != null) {
            head.begin();
        }
    }

    /** The head was read, or never will be: nobody asks for its parts any more. What else is known of it stays. */
    public final void giveFields() {
        if (head != null) {
            hasReplacedControl |= head.fields().hasReplacedControls();
            tables.give(head);
            head = null;
        }
    }

    /**
     * Consumes {@code in[headStart, end)} up to the end of the head, continuing where the last call stopped. The head's
     * bytes so far are where they were or have been moved as a whole.
     *
     * @return {@link Parse#NEED_MORE}, {@link Parse#COMPLETE} or {@link Parse#REFUSED}
     */
    public final int parse(ByteBuffer in, int headStart, int end) {
        if (repair == null) {
            return parseStrictly(in, headStart, end);
        }
        shift = 0;
        if (!repair.isOn()) {
            final int result = parseStrictly(in, headStart, end);
            if (result != Parse.REFUSED || !repair.takesOn(fault, in, headStart + scanned)) {
                return result;
            }
        }
        return parseRepaired(in, headStart, end);
    }

    /** The head is repaired when all of it is there, and then read as any other. */
    private int parseRepaired(ByteBuffer in, int headStart, int end) {
        final int stop = Math.min(end - headStart, limits.headBytesMax());
        if (!repair.findEnd(in, headStart, stop)) {
            return stop < limits.headBytesMax() ? Parse.NEED_MORE : refuse(Fault.HEAD_TOO_LARGE);
        }
        final int headEnd = headStart + repair.end();
        final int growth = repair.repair(in, headStart);
        if (growth < 0) {
            return refuse(Fault.HEAD_TOO_LARGE);
        }
        shift = growth;
        hasReplacedControl |= head.fields().hasReplacedControls();
        restart();
        final int result = parseStrictly(in, headStart - growth, headEnd);
        return result == Parse.NEED_MORE ? refuse(Fault.HEAD_TOO_LARGE) : result;
    }

    private int parseStrictly(ByteBuffer in, int headStart, int end) {
        if (head == null) {
            takeFields();
        }
        final FieldLines fields = head.fields();
        head.setBase(headStart);
        final int stop = Math.min(end - headStart, limits.headBytesMax());
        if (state != FIELDS && !parseLine(in, headStart, stop)) {
            return fault != null ? Parse.REFUSED : needMore();
        }
        scanned = fields.parse(in, headStart, scanned, stop);
        if (fields.isComplete()) {
            return Parse.COMPLETE;
        }
        if (fields.fault() != null) {
            return refuse(fields.fault());
        }
        return needMore();
    }

    private void takeFields() {
        head = tables.take();
        head.fields().replaceControls(accepts(Tolerance.CONTROL_BYTES));
    }

    private int needMore() {
        return scanned < limits.headBytesMax() ? Parse.NEED_MORE : refuse(tooLarge());
    }

    private int refuse(Fault why) {
        fault = why;
        return Parse.REFUSED;
    }

    public final Fault fault() {
        return fault;
    }

    /**
     * By how much the head begins earlier now than where the last call of {@link #parse} had it, as it had to be
     * repaired; 0 as a rule.
     */
    public final int shift() {
        return shift;
    }

    /** Length of the complete head in bytes, with the empty line that ends it. */
    public final int headBytes() {
        return scanned;
    }

    /**
     * What is known of the head so far, where the last call of {@link #parse} had it; null before the first byte, and
     * after {@link #giveFields}.
     */
    public final HeadView head() {
        return head;
    }

    final FieldLines fields() {
        return head.fields();
    }
}
