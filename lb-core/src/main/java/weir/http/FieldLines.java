package weir.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import weir.buf.Ascii;
import weir.buf.Swar;

/**
 * Incremental parser and table of a section of field lines (RFC 9112 §5).
 *
 * <pre>
 *            .--------------------------- CRLF ----------------------------.
 *            v                                                             |
 *   LINE_START --token--> NAME --":"--> VALUE_START --> VALUE --CR--> VALUE_LF
 *            |
 *            '--CR--> END_LF --LF--> (complete)
 * </pre>
 *
 * <p>All offsets are relative to the start of the head, so they survive moving the bytes. Nothing is copied. Strict: no
 * folding, no bare CR or LF, no white space before the colon, no control bytes. Thread: owning loop only.
 */
final class FieldLines {
    private static final int LINE_START = 0;
    private static final int NAME = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE = 3;
    private static final int VALUE_LF = 4;
    private static final int END_LF = 5;
    private static final int COMPLETED = 6;

    /** A line's cells in {@link #offsets}: where its name and its value start and end. */
    private static final int CELLS = 4;

    /** No control byte is put up with in these. */
    private static final long NO_CONTROLS = FieldName.set(
            FieldName.CONTENT_LENGTH,
            FieldName.TRANSFER_ENCODING,
            FieldName.CONNECTION,
            FieldName.UPGRADE,
            FieldName.LOOK_ALIKE);

    private static final int NAME_END = 1;
    private static final int VALUE_BEGIN = 2;
    private static final int VALUE_END = 3;

    private final int linesMax;
    private static final byte DROPPED = 1;
    private static final byte OVERRULED = 2;

    private int[] offsets = new int[16 * CELLS];
    private byte[] names = new byte[16];
    /** Nothing, or why the line will not be passed on. */
    private byte[] dropped = new byte[16];

    private int state;
    private int count;
    private int endOffset;
    private long seen;
    private long repeated;
    private final short[] first = new short[64];
    private Fault fault;
    /** See {@link Tolerance#CONTROL_BYTES}. */
    private boolean replacesControls;

    private boolean hasReplacedControls;

    FieldLines(int linesMax) {
        this.linesMax = linesMax;
    }

    /** Empties the table. */
    void reset() {
        state = LINE_START;
        count = 0;
        seen = 0;
        repeated = 0;
        fault = null;
        hasReplacedControls = false;
    }

    /** Control bytes in values become spaces from the next message on. */
    void replaceControls(boolean isOn) {
        replacesControls = isOn;
    }

    boolean hasReplacedControls() {
        return hasReplacedControls;
    }

    /** A control byte that ends neither a line for anybody nor a string. */
    static boolean isReplaceable(byte b) {
        return (b < ' ' && b > 0 || b == 0x7f) && b != '\r' && b != '\n';
    }

    /**
     * Consumes {@code in[base + offset, base + stop)}.
     *
     * <p>Each state falls through to the next, so that a line that is there as a whole costs one jump: a third less per
     * head than a jump for each state, see RequestParserBenchmark.
     *
     * @return the offset where it stopped: behind the section when {@link #isComplete}, at the culprit when
     *     {@link #fault} is set, else {@code stop}
     */
    @SuppressWarnings("fallthrough")
    int parse(ByteBuffer in, int base, int offset, int stop) {
        final int end = base + stop;
        int at = base + offset;
        while (at < end) {
            switch (state) {
                case LINE_START:
                    if (in.get(at) == '\r') {
                        endOffset = at - base;
                        state = END_LF;
                        at++;
                        continue;
                    }
                    if (!startLine(in.get(at), at - base)) {
                        return at - base;
                    }
                case NAME:
                    at = Swar.skipToken(in, at, end);
                    if (at == end || !endName(in, base, at)) {
                        break;
                    }
                    at++;
                case VALUE_START:
                    at = Ascii.skipBlanks(in, at, end);
                    if (at == end) {
                        break;
                    }
                    offsets[count * CELLS + VALUE_BEGIN] = at - base;
                    state = VALUE;
                case VALUE:
                    at = Swar.skipFieldValue(in, at, end);
                    if (at == end || !endValue(in.get(at), at - base)) {
                        if (fault == Fault.BAD_FIELD_VALUE && replacesControl(in, base, at)) {
                            continue;
                        }
                        break;
                    }
                    at++;
                case VALUE_LF:
                    if (at == end) {
                        break;
                    }
                    if (in.get(at) != '\n') {
                        fault = Fault.BARE_CR;
                        break;
                    }
                    endLine(in, base);
                    state = LINE_START;
                    at++;
                    continue;
                default: // END_LF
                    if (in.get(at) != '\n') {
                        fault = Fault.BARE_CR;
                        break;
                    }
                    state = COMPLETED;
                    return at + 1 - base;
            }
            return at - base; // no more bytes, or a fault
        }
        return at - base;
    }

    private boolean startLine(byte b, int offset) {
        if (Ascii.isBlank(b)) {
            fault = Fault.OBSOLETE_FOLD;
        } else if (b == '\n') {
            fault = Fault.BARE_LF;
        } else if (count == linesMax) {
            fault = Fault.TOO_MANY_FIELDS;
        } else {
            if (count == names.length) {
                grow();
            }
            offsets[count * CELLS] = offset;
            state = NAME;
            return true;
        }
        return false;
    }

    private boolean endName(ByteBuffer in, int base, int at) {
        final byte b = in.get(at);
        final int start = base + offsets[count * CELLS];
        if (b != ':' || at == start) {
            fault = Ascii.isBlank(b) && at > start ? Fault.SPACE_BEFORE_COLON : Fault.BAD_FIELD_NAME;
            return false;
        }
        offsets[count * CELLS + NAME_END] = at - base;
        names[count] = (byte) FieldName.identify(in, start, at);
        state = VALUE_START;
        return true;
    }

    private boolean endValue(byte b, int offset) {
        if (b != '\r') {
            fault = b == '\n' ? Fault.BARE_LF : Fault.BAD_FIELD_VALUE;
            return false;
        }
        offsets[count * CELLS + VALUE_END] = offset;
        state = VALUE_LF;
        return true;
    }

    /**
     * Makes a space of it, unless it stands where another reader could see other framing. Then the value is gone on
     * with, or still to begin.
     */
    private boolean replacesControl(ByteBuffer in, int base, int at) {
        if (!replacesControls
                || !isReplaceable(in.get(at))
                || names[count] != FieldName.OTHER && (NO_CONTROLS & 1L << names[count]) != 0) {
            return false;
        }
        in.put(at, (byte) ' ');
        hasReplacedControls = true;
        fault = null;
        if (at - base == offsets[count * CELLS + VALUE_BEGIN]) {
            state = VALUE_START;
        }
        return true;
    }

    private void endLine(ByteBuffer in, int base) {
        final int cells = count * CELLS;
        final int start = offsets[cells + VALUE_BEGIN];
        offsets[cells + VALUE_END] = Ascii.endWithoutBlanks(in, base + start, base + offsets[cells + VALUE_END]) - base;
        enter();
    }

    /** The line is complete, and whoever looks for its name finds it. */
    private void enter() {
        dropped[count] = 0;
        final int name = names[count];
        if (name != FieldName.OTHER) {
            final long bit = 1L << name;
            if ((seen & bit) == 0) {
                seen |= bit;
                first[name] = (short) count;
            } else {
                repeated |= bit;
            }
        }
        count++;
    }

    /**
     * Adds a line that somebody else has read and written behind the last one, as {@code name: value} and a line end;
     * offsets are the head's.
     *
     * @return false when it is one too many
     */
    boolean add(ByteBuffer in, int base, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (!startLine(in.get(base + nameStart), nameStart)) {
            return false;
        }
        final int cells = count * CELLS;
        offsets[cells + NAME_END] = nameEnd;
        offsets[cells + VALUE_BEGIN] = valueStart;
        offsets[cells + VALUE_END] = valueEnd;
        names[count] = (byte) FieldName.identify(in, base + nameStart, base + nameEnd);
        enter();
        return true;
    }

    /** The empty line that ends a section made with {@link #add} stands there. */
    void end(int offset) {
        endOffset = offset;
        state = COMPLETED;
    }

    private void grow() {
        final int length = Math.min(linesMax, names.length * 2);
        offsets = Arrays.copyOf(offsets, length * CELLS);
        names = Arrays.copyOf(names, length);
        dropped = Arrays.copyOf(dropped, length);
    }

    boolean isComplete() {
        return state == COMPLETED;
    }

    Fault fault() {
        return fault;
    }

    /** Number of field lines. */
    int count() {
        return count;
    }

    /** One of {@link FieldName}'s numbers. */
    int name(int index) {
        return names[index];
    }

    /** Offset of the line's first byte. */
    int nameStart(int index) {
        return offsets[index * CELLS];
    }

    int nameEnd(int index) {
        return offsets[index * CELLS + NAME_END];
    }

    /** Offset of the value's first byte, without leading white space. */
    int valueStart(int index) {
        return offsets[index * CELLS + VALUE_BEGIN];
    }

    /** Offset behind the value's last byte, without trailing white space. */
    int valueEnd(int index) {
        return offsets[index * CELLS + VALUE_END];
    }

    /** Offset of the next line, or of the empty line that ends the section. */
    int lineEnd(int index) {
        return index + 1 == count ? endOffset : offsets[(index + 1) * CELLS];
    }

    /** Offset of the empty line that ends the section. */
    int endOffset() {
        return endOffset;
    }

    boolean has(int name) {
        return (seen & 1L << name) != 0;
    }

    boolean isRepeated(int name) {
        return (repeated & 1L << name) != 0;
    }

    /** True when any name of the set, see {@link FieldName#set}, was seen. */
    boolean hasAny(long set) {
        return (seen & set) != 0;
    }

    // --- the search for a field by its name; there is no other

    /** Index of the first line with that name, or -1. */
    int indexOf(int name) {
        return has(name) ? first[name] : -1;
    }

    /** As {@link #indexOf(int)}, from that line on. Looks at lines only where the name is there more than once. */
    int indexOf(int name, int from) {
        if (!has(name) || from > first[name] && !isRepeated(name)) {
            return -1;
        }
        int line = Math.max(from, first[name]);
        while (line < count && names[line] != name) {
            line++;
        }
        return line < count ? line : -1;
    }

    /** Index of the last line with that name before {@code end}, or -1. */
    int lastIndexOf(int name, int end) {
        int line = has(name) ? end - 1 : -1;
        while (line >= 0 && names[line] != name) {
            line--;
        }
        return line;
    }

    /** Index of the first line from {@code from} on whose name is in the set, or -1. */
    int indexOfAny(long set, int from) {
        int line = hasAny(set) ? from : count;
        while (line < count && (names[line] == FieldName.OTHER || (set & 1L << names[line]) == 0)) {
            line++;
        }
        return line < count ? line : -1;
    }

    /**
     * Index of the first line from {@code from} on with a name that has no number, or -1. O(lines), of which nearly all
     * differ by their length.
     *
     * @param in the head's bytes, which begin at {@code base}
     */
    int indexOf(ByteBuffer in, int base, byte[] lowerCaseName, int from) {
        int line = from;
        while (line < count
                && !Ascii.equalsIgnoreCase(in, base + nameStart(line), base + nameEnd(line), lowerCaseName)) {
            line++;
        }
        return line < count ? line : -1;
    }

    /**
     * Index of the first line from {@code from} on that a backend could take for one of that name, see
     * {@link FieldName#isAlike}; or -1.
     */
    int indexOfAlike(ByteBuffer in, int base, byte[] lowerCaseName, int from) {
        int line = from;
        while (line < count && !FieldName.isAlike(in, base + nameStart(line), base + nameEnd(line), lowerCaseName)) {
            line++;
        }
        return line < count ? line : -1;
    }

    /** Index of the first line from {@code from} on whose name stands in {@code in[nameFrom, nameTo)}, too; or -1. */
    int indexOfSame(ByteBuffer in, int base, int nameFrom, int nameTo, int from) {
        int line = from;
        while (line < count
                && !Ascii.equalsIgnoreCase(in, base + nameStart(line), base + nameEnd(line), nameFrom, nameTo)) {
            line++;
        }
        return line < count ? line : -1;
    }

    /** The line will not be passed on. */
    void drop(int index) {
        dropped[index] = DROPPED;
    }

    /** Nor will this one, as the configuration says so; the client has meant it, though. */
    void overrule(int index) {
        if (dropped[index] == 0) {
            dropped[index] = OVERRULED;
        }
    }

    /** It is what the client has meant, passed on or not. */
    boolean isMeant(int index) {
        return dropped[index] != DROPPED;
    }

    /** Undoes {@link #drop}. */
    void keep(int index) {
        dropped[index] = 0;
    }

    /** Drops every line whose name is in the set. */
    void dropAll(long set) {
        for (int line = indexOfAny(set, 0); line >= 0; line = indexOfAny(set, line + 1)) {
            dropped[line] = DROPPED;
        }
    }

    boolean isDropped(int index) {
        return dropped[index] != 0;
    }
}
