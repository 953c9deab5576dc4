package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.FieldLines;
import weir.http.FieldName;

/**
 * The elements of a Forwarded field (RFC 7239 §4), as far as X-Forwarded-* can say the same: {@code for}, {@code proto} and {@code host} of each.
 *
 * <p>Each proxy adds its own on the right, behind whatever its client has sent. So the rightmost are kept, as many as
 * proxies ever stand in a row, and of what is malformed and left of it nothing is. Positions are the buffer's. Thread:
 * owning loop only.
 */
final class ForwardedList {
    private static final int ELEMENTS_MAX = 16;
    /** Start and end of each of the three values. */
    private static final int CELLS = 6;

    private static final int NODE = 0;
    private static final int PROTO = 2;
    private static final int HOST = 4;

    private static final byte[] FOR_WORD = Ascii.bytes("for");
    private static final byte[] PROTO_WORD = Ascii.bytes("proto");
    private static final byte[] HOST_WORD = Ascii.bytes("host");

    /** A ring of elements. */
    private final int[] cells = new int[ELEMENTS_MAX * CELLS];
    /** Where the leftmost one is in the ring. */
    private int first;

    private int count;
    private boolean isWhole;
    private int at;
    private int end;

    void read(FieldLines fields, ByteBuffer in, int base) {
        first = 0;
        count = 0;
        isWhole = true;
        for (int line = 0; line < fields.count(); line++) {
            if (fields.name(line) == FieldName.FORWARDED) {
                at = base + fields.valueStart(line);
                end = base + fields.valueEnd(line);
                readLine(in);
            }
        }
    }

    private void readLine(ByteBuffer in) {
        while (true) {
            at = Elements.skipBlanks(in, at, end);
            if (at == end) {
                return;
            }
            final int start = at;
            if (in.get(at) == ',') {
                at++;
            } else if (!readElement(in)) {
                count = 0;
                isWhole = false;
                at = Elements.end(in, start, end); // a quote that does not end may hide what the next proxy has added
            }
        }
    }

    private boolean readElement(ByteBuffer in) {
        beginElement();
        while (readPair(in)) {
            at = Elements.skipBlanks(in, at, end);
            if (at == end || in.get(at) == ',') {
                return true;
            }
            if (in.get(at) != ';') {
                return false;
            }
            at = Elements.skipBlanks(in, at + 1, end);
        }
        return false;
    }

    private void beginElement() {
        if (count == ELEMENTS_MAX) {
            isWhole = false;
            first = (first + 1) % ELEMENTS_MAX;
            count--;
        }
        count++;
        for (int which = 0; which < CELLS; which++) {
            cells[cell(count - 1, which)] = at;
        }
    }

    private int cell(int index, int which) {
        return (first + index) % ELEMENTS_MAX * CELLS + which;
    }

    private boolean readPair(ByteBuffer in) {
        final int name = at;
        while (at < end && Ascii.isToken(in.get(at))) {
            at++;
        }
        final int nameEnd = at;
        if (at == name || at == end || in.get(at) != '=') {
            return false;
        }
        at++;
        final boolean isQuoted = at < end && in.get(at) == '"';
        at += isQuoted ? 1 : 0;
        final int value = at;
        if (isQuoted) {
            skipQuoted(in);
        } else {
            while (at < end && isUnquoted(in.get(at))) {
                at++;
            }
        }
        note(in, name, nameEnd, value, at);
        if (!isQuoted) {
            return at > value;
        }
        return at < end && in.get(at++) == '"';
    }

    /**
     * To the quote that ends it, or to the end of the line. What is escaped stays so: nothing that is looked at has a
     * reason for it.
     */
    private void skipQuoted(ByteBuffer in) {
        while (at < end && in.get(at) != '"') {
            at = Math.min(end, in.get(at) == '\\' ? at + 2 : at + 1);
        }
    }

    /** A token; proxies also write addresses with a colon or in brackets without quotes. */
    private static boolean isUnquoted(byte b) {
        return Ascii.isToken(b) || b == ':' || b == '[' || b == ']';
    }

    private void note(ByteBuffer in, int name, int nameEnd, int value, int valueEnd) {
        final int which;
        if (Ascii.equalsIgnoreCase(in, name, nameEnd, FOR_WORD)) {
            which = NODE;
        } else if (Ascii.equalsIgnoreCase(in, name, nameEnd, PROTO_WORD)) {
            which = PROTO;
        } else if (Ascii.equalsIgnoreCase(in, name, nameEnd, HOST_WORD)) {
            which = HOST;
        } else {
            return;
        }
        cells[cell(count - 1, which)] = value;
        cells[cell(count - 1, which + 1)] = valueEnd;
    }

    int count() {
        return count;
    }

    /** Nothing stands left of the elements that are known. */
    boolean isWhole() {
        return isWhole;
    }

    /** Where the value of {@code for} begins; it is empty when there is none. */
    int nodeFrom(int index) {
        return cells[cell(index, NODE)];
    }

    int nodeTo(int index) {
        return cells[cell(index, NODE + 1)];
    }

    int protoFrom(int index) {
        return cells[cell(index, PROTO)];
    }

    int protoTo(int index) {
        return cells[cell(index, PROTO + 1)];
    }

    int hostFrom(int index) {
        return cells[cell(index, HOST)];
    }

    int hostTo(int index) {
        return cells[cell(index, HOST + 1)];
    }
}
