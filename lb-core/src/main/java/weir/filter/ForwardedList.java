package weir.filter;

import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.FieldLines;
import weir.http.FieldName;

/**
 * The elements of a Forwarded field (RFC 7239 §4), as far as X-Forwarded-* can say the same: {@code for}, {@code proto} and {@code host} of each.
 *
 * <p>Strict: what is malformed, or has more elements than proxies ever stand in a row, has none. Positions are the buffer's. Thread: owning loop only.
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

    private final int[] cells = new int[ELEMENTS_MAX * CELLS];
    private int count;
    private int at;
    private int end;

    void read(FieldLines fields, ByteBuffer in, int base) {
        count = 0;
        for (int line = 0; line < fields.count(); line++) {
            if (fields.name(line) == FieldName.FORWARDED) {
                at = base + fields.valueStart(line);
                end = base + fields.valueEnd(line);
                if (!readLine(in)) {
                    count = 0;
                    return;
                }
            }
        }
    }

    private boolean readLine(ByteBuffer in) {
        while (true) {
            at = Elements.skipBlanks(in, at, end);
            if (at == end) {
                return true;
            }
            if (in.get(at) == ',') {
                at++;
            } else if (count == ELEMENTS_MAX || !readElement(in)) {
                return false;
            }
        }
    }

    private boolean readElement(ByteBuffer in) {
        for (int cell = count * CELLS; cell < (count + 1) * CELLS; cell++) {
            cells[cell] = at;
        }
        count++;
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
        while (at < end && (isQuoted ? in.get(at) != '"' && in.get(at) != '\\' : isUnquoted(in.get(at)))) {
            at++;
        }
        note(in, name, nameEnd, value, at);
        if (!isQuoted) {
            return at > value;
        }
        return at < end && in.get(at++) == '"'; // nothing that is looked at has a reason to escape
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
        cells[(count - 1) * CELLS + which] = value;
        cells[(count - 1) * CELLS + which + 1] = valueEnd;
    }

    int count() {
        return count;
    }

    /** Where the value of {@code for} begins; it is empty when there is none. */
    int nodeFrom(int index) {
        return cells[index * CELLS + NODE];
    }

    int nodeTo(int index) {
        return cells[index * CELLS + NODE + 1];
    }

    int protoFrom(int index) {
        return cells[index * CELLS + PROTO];
    }

    int protoTo(int index) {
        return cells[index * CELLS + PROTO + 1];
    }

    int hostFrom(int index) {
        return cells[index * CELLS + HOST];
    }

    int hostTo(int index) {
        return cells[index * CELLS + HOST + 1];
    }
}
