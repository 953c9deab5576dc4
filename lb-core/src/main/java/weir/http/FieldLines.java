package weir.http;

import java.nio.ByteBuffer;
import weir.buf.Swar;

/**
 * Incremental parser and table of a section of field lines (RFC 9112 §5), used for heads and trailers.
 *
 * <pre>
 *            .--------------------------- CRLF ----------------------------.
 *            v                                                             |
 *   LINE_START --token--> NAME --":"--> VALUE_START --> VALUE --CR--> VALUE_LF
 *            |
 *            '--CR--> END_LF --LF--> (complete)
 * </pre>
 *
 * <p>All offsets are relative to the start of the head, so they survive moving the bytes. Nothing is copied. Strict: no folding, no
 * bare CR or LF, no white space before the colon, no control bytes. Thread: owning loop only.
 */
public final class FieldLines {
    private static final int LINE_START = 0;
    private static final int NAME = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE = 3;
    private static final int VALUE_LF = 4;
    private static final int END_LF = 5;
    private static final int COMPLETED = 6;

    private final int linesMax;
    private int[] nameStarts = new int[16];
    private int[] nameEnds = new int[16];
    private int[] valueStarts = new int[16];
    private int[] valueEnds = new int[16];
    private byte[] names = new byte[16];
    private boolean[] dropped = new boolean[16];

    private int state;
    private int count;
    private int endOffset;
    private long seen;
    private long repeated;
    private final int[] first = new int[64];
    private Fault fault;

    public FieldLines(int linesMax) {
        this.linesMax = linesMax;
    }

    void reset() {
        state = LINE_START;
        count = 0;
        seen = 0;
        repeated = 0;
        fault = null;
    }

    /**
     * Consumes {@code in[base + offset, base + stop)}.
     *
     * @return the offset where it stopped: behind the section when {@link #isComplete}, at the culprit when {@link #fault} is set, else
     *     {@code stop}
     */
    int parse(ByteBuffer in, int base, int offset, int stop) {
        final int end = base + stop;
        int at = base + offset;
        while (at < end) {
            switch (state) {
                case LINE_START -> {
                    final byte b = in.get(at);
                    if (b == '\r') {
                        endOffset = at - base;
                        state = END_LF;
                        at++;
                    } else if (!startLine(b, at - base)) {
                        return at - base;
                    }
                }
                case NAME -> {
                    at = Swar.skipToken(in, at, end);
                    if (at < end) {
                        if (!endName(in, base, at)) {
                            return at - base;
                        }
                        at++;
                    }
                }
                case VALUE_START -> {
                    final byte b = in.get(at);
                    if (b == ' ' || b == '\t') {
                        at++;
                    } else {
                        valueStarts[count] = at - base;
                        state = VALUE;
                    }
                }
                case VALUE -> {
                    at = Swar.skipFieldValue(in, at, end);
                    if (at < end) {
                        final byte b = in.get(at);
                        if (b != '\r') {
                            fault = b == '\n' ? Fault.BARE_LF : Fault.BAD_FIELD_VALUE;
                            return at - base;
                        }
                        valueEnds[count] = at - base;
                        state = VALUE_LF;
                        at++;
                    }
                }
                case VALUE_LF -> {
                    if (in.get(at) != '\n') {
                        fault = Fault.BARE_CR;
                        return at - base;
                    }
                    endLine(in, base);
                    state = LINE_START;
                    at++;
                }
                default -> { // END_LF
                    if (in.get(at) != '\n') {
                        fault = Fault.BARE_CR;
                        return at - base;
                    }
                    state = COMPLETED;
                    return at + 1 - base;
                }
            }
        }
        return at - base;
    }

    private boolean startLine(byte b, int offset) {
        if (b == ' ' || b == '\t') {
            fault = Fault.OBSOLETE_FOLD;
        } else if (b == '\n') {
            fault = Fault.BARE_LF;
        } else if (count == linesMax) {
            fault = Fault.TOO_MANY_FIELDS;
        } else {
            if (count == nameStarts.length) {
                grow();
            }
            nameStarts[count] = offset;
            state = NAME;
            return true;
        }
        return false;
    }

    private boolean endName(ByteBuffer in, int base, int at) {
        final byte b = in.get(at);
        final int start = base + nameStarts[count];
        if (b != ':' || at == start) {
            fault = (b == ' ' || b == '\t') && at > start ? Fault.SPACE_BEFORE_COLON : Fault.BAD_FIELD_NAME;
            return false;
        }
        nameEnds[count] = at - base;
        names[count] = (byte) FieldName.identify(in, start, at);
        state = VALUE_START;
        return true;
    }

    private void endLine(ByteBuffer in, int base) {
        final int start = valueStarts[count];
        int end = valueEnds[count];
        while (end > start && isBlank(in.get(base + end - 1))) {
            end--;
        }
        valueEnds[count] = end;
        dropped[count] = false;
        final int name = names[count];
        if (name != FieldName.OTHER) {
            final long bit = 1L << name;
            if ((seen & bit) == 0) {
                seen |= bit;
                first[name] = count;
            } else {
                repeated |= bit;
            }
        }
        count++;
    }

    private void grow() {
        final int length = Math.min(linesMax, nameStarts.length * 2);
        nameStarts = java.util.Arrays.copyOf(nameStarts, length);
        nameEnds = java.util.Arrays.copyOf(nameEnds, length);
        valueStarts = java.util.Arrays.copyOf(valueStarts, length);
        valueEnds = java.util.Arrays.copyOf(valueEnds, length);
        names = java.util.Arrays.copyOf(names, length);
        dropped = java.util.Arrays.copyOf(dropped, length);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    boolean isComplete() {
        return state == COMPLETED;
    }

    Fault fault() {
        return fault;
    }

    /** Number of field lines. */
    public int count() {
        return count;
    }

    /** One of {@link FieldName}'s numbers. */
    public int name(int index) {
        return names[index];
    }

    /** Offset of the line's first byte. */
    public int nameStart(int index) {
        return nameStarts[index];
    }

    public int nameEnd(int index) {
        return nameEnds[index];
    }

    /** Offset of the value's first byte, without leading white space. */
    public int valueStart(int index) {
        return valueStarts[index];
    }

    /** Offset behind the value's last byte, without trailing white space. */
    public int valueEnd(int index) {
        return valueEnds[index];
    }

    /** Offset of the next line, or of the empty line that ends the section. */
    int lineEnd(int index) {
        return index + 1 == count ? endOffset : nameStarts[index + 1];
    }

    /** Offset of the empty line that ends the section. */
    int endOffset() {
        return endOffset;
    }

    public boolean has(int name) {
        return (seen & 1L << name) != 0;
    }

    boolean isRepeated(int name) {
        return (repeated & 1L << name) != 0;
    }

    /** True when any name of the set, see {@link FieldName#set}, was seen. */
    public boolean hasAny(long set) {
        return (seen & set) != 0;
    }

    /** Index of the first line with that name, or -1. */
    public int indexOf(int name) {
        return has(name) ? first[name] : -1;
    }

    /** The line will not be passed on. */
    public void drop(int index) {
        dropped[index] = true;
    }

    /** Undoes {@link #drop}. */
    void keep(int index) {
        dropped[index] = false;
    }

    /** Drops every line whose name is in the set. */
    public void dropAll(long set) {
        if ((seen & set) != 0) {
            for (int i = 0; i < count; i++) {
                if ((set & 1L << names[i]) != 0 && names[i] != FieldName.OTHER) {
                    dropped[i] = true;
                }
            }
        }
    }

    boolean isDropped(int index) {
        return dropped[index];
    }
}
