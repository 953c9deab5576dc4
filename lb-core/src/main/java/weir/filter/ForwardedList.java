package weir.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.HeadView;

/**
 * The elements of a Forwarded field (RFC 7239 §4), as far as X-Forwarded-* can say the same: {@code for}, {@code proto}
 * and {@code host} of each.
 *
 * <p>Each proxy adds its own on the right, behind whatever its client has sent. So the rightmost are kept, as many as
 * proxies ever stand in a row, and of what is malformed and left of it nothing is. Allocates nothing but, once, room
 * for values with quoted pairs. Thread: owning loop only.
 */
final class ForwardedList {
    private static final int ELEMENTS_MAX = 16;
    /** Start and end of each of the three values. */
    private static final int CELLS = 6;

    private static final int NODE = 0;
    private static final int PROTO = 2;
    private static final int HOST = 4;

    /** For what the quoted pairs of one element stand for: an address, a protocol and a host, each with its port. */
    private static final int PLAIN_BYTES = 352;
    /** Added to positions there. */
    private static final int PLAIN = 1 << 30;

    private static final byte[] FOR_WORD = Ascii.bytes("for");
    private static final byte[] PROTO_WORD = Ascii.bytes("proto");
    private static final byte[] HOST_WORD = Ascii.bytes("host");

    /** A ring of elements. */
    private final int[] cells = new int[ELEMENTS_MAX * CELLS];
    /** Where the leftmost one is in the ring. */
    private int first;

    private int count;
    private boolean isWhole;
    private boolean isWellFormed;
    private ByteBuffer read;
    /** Room for each element of the ring; null before the first value with a quoted pair. */
    private ByteBuffer plain;
    /** Of the last element. */
    private int plainBytes;

    private int at;
    private int end;

    void read(HeadView head, ByteBuffer in) {
        first = 0;
        count = 0;
        isWhole = true;
        isWellFormed = true;
        read = in;
        for (int line = head.indexOf(FieldName.FORWARDED);
                line >= 0;
                line = head.indexOf(FieldName.FORWARDED, line + 1)) {
            at = head.valueStart(line);
            end = head.valueEnd(line);
            readLine(in);
        }
    }

    private void readLine(ByteBuffer in) {
        while (true) {
            at = Ascii.skipBlanks(in, at, end);
            if (at == end) {
                return;
            }
            final int start = at;
            if (in.get(at) == ',') {
                at++;
            } else if (!readElement(in)) {
                count = 0;
                isWhole = false;
                isWellFormed = false;
                at = Elements.end(in, start, end); // a quote that does not end may hide what the next proxy has added
            }
        }
    }

    private boolean readElement(ByteBuffer in) {
        beginElement();
        while (true) {
            at = Ascii.skipBlanks(in, at, end);
            final boolean isEmptyPair = at == end || in.get(at) == ',' || in.get(at) == ';';
            if (!isEmptyPair && !readPair(in)) {
                return false;
            }
            at = Ascii.skipBlanks(in, at, end);
            if (at == end || in.get(at) == ',') {
                return true;
            }
            if (in.get(at) != ';') {
                return false;
            }
            at++;
        }
    }

    private void beginElement() {
        if (count == ELEMENTS_MAX) {
            isWhole = false;
            first = (first + 1) % ELEMENTS_MAX;
            count--;
        }
        count++;
        plainBytes = 0;
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
        boolean hasPairs = false;
        if (isQuoted) {
            hasPairs = skipQuoted(in);
        } else {
            while (at < end && isUnquoted(in.get(at))) {
                at++;
            }
        }
        note(in, name, nameEnd, value, at, hasPairs);
        if (!isQuoted) {
            return at > value;
        }
        return at < end && in.get(at++) == '"';
    }

    /** To the quote that ends it, or to the end of the line. True when there are quoted pairs. */
    private boolean skipQuoted(ByteBuffer in) {
        boolean hasPairs = false;
        while (at < end && in.get(at) != '"') {
            final boolean isPair = in.get(at) == '\\';
            hasPairs |= isPair;
            at = Math.min(end, isPair ? at + 2 : at + 1);
        }
        return hasPairs;
    }

    /** A token; proxies also write addresses with a colon or in brackets without quotes. */
    private static boolean isUnquoted(byte b) {
        return Ascii.isToken(b) || b == ':' || b == '[' || b == ']';
    }

    private void note(ByteBuffer in, int name, int nameEnd, int value, int valueEnd, boolean hasPairs) {
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
        if (hasPairs) {
            undoPairs(in, which, value, valueEnd);
        }
    }

    /** A backend does so, too (RFC 9110 §5.6.4). What is longer than anything that is looked at says nothing. */
    private void undoPairs(ByteBuffer in, int which, int from, int to) {
        if (plain == null) {
            plain = ByteBuffer.allocate(ELEMENTS_MAX * PLAIN_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN); // as all that is parsed
        }
        final int room = cell(count - 1, 0) / CELLS * PLAIN_BYTES;
        final int start = room + plainBytes;
        int stop = start;
        for (int i = from; i < to && stop < room + PLAIN_BYTES; i++) {
            if (in.get(i) == '\\' && i + 1 < to) {
                i++;
            }
            plain.put(stop++, in.get(i));
        }
        if (stop == room + PLAIN_BYTES) {
            stop = start;
        }
        plainBytes = stop - room;
        cells[cell(count - 1, which)] = PLAIN + start;
        cells[cell(count - 1, which + 1)] = PLAIN + stop;
    }

    int count() {
        return count;
    }

    /** Whatever is put behind it is another element, to each reader. */
    boolean isWellFormed() {
        return isWellFormed;
    }

    /** Nothing stands left of the elements that are known. */
    boolean isWhole() {
        return isWhole;
    }

    /** What tells this element from others. */
    int id(int index) {
        return cells[cell(index, NODE)];
    }

    /**
     * Whom it names.
     *
     * @return as {@link Elements#address}
     */
    int address(int index, byte[] out) {
        return Elements.address(in(index, NODE), from(index, NODE), to(index, NODE), out);
    }

    int nodeBytes(int index) {
        return to(index, NODE) - from(index, NODE);
    }

    boolean hasProto(int index) {
        return Elements.isProto(in(index, PROTO), from(index, PROTO), to(index, PROTO));
    }

    void addProto(int index, HeadEdit edit) {
        edit.add(in(index, PROTO), from(index, PROTO), to(index, PROTO));
    }

    boolean hasHost(int index) {
        return Authority.isValid(in(index, HOST), from(index, HOST), to(index, HOST));
    }

    void addHost(int index, HeadEdit edit) {
        edit.add(in(index, HOST), from(index, HOST), to(index, HOST));
    }

    private ByteBuffer in(int index, int which) {
        return cells[cell(index, which)] < PLAIN ? read : plain;
    }

    private int from(int index, int which) {
        return cells[cell(index, which)] & ~PLAIN;
    }

    private int to(int index, int which) {
        return cells[cell(index, which + 1)] & ~PLAIN;
    }
}
