package weir.template;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where templates are written: bytes in an array of fixed length. What is not literal is escaped, so that no value can
 * end a line, or the string or tag that it stands in. Allocates nothing. Thread: one at a time.
 */
public final class TemplateOutput {
    /** What a value must not be able to do. */
    public enum Escaping {
        /** Nothing is escaped: it is to be written once more. */
        NONE,
        /**
         * Be more than a part of one segment of a path: all but letters, digits and {@code -._~} becomes {@code %2F}.
         * Path and query, which a client has sent as such, stay as they are.
         */
        TARGET,
        /** End a line: control characters but the tab become {@code %0A}. */
        LINE,
        /**
         * Be anything but a part of a URL: what has no place in one (RFC 3986 §2) becomes {@code %0A}. A value that was
         * cut would lead elsewhere, so it may be as long as there is room.
         */
        URL,
        /** End a string of JSON, or be no UTF-8: the same, quotes and all that is not ASCII become {@code \\u000a}. */
        JSON,
        /** Be markup: the same and what HTML has a meaning for become {@code &#10;}. */
        HTML
    }

    private static final int DEL = 0x7f;
    private static final int ESCAPE_BYTES_MAX = 6;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final byte[] bytes;
    private final ByteBuffer buffer;
    private Escaping escaping = Escaping.LINE;
    private int count;
    /** Where the value that is written has to end at the latest; the capacity while none is. */
    private int end;

    private boolean isValue;
    /** What is written is not escaped. */
    private boolean isRaw;

    private boolean isCut;

    /** @param capacity in bytes */
    public TemplateOutput(int capacity) {
        bytes = new byte[capacity];
        buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        end = capacity;
    }

    /** Forgets all. */
    public TemplateOutput begin(Escaping escaping) {
        this.escaping = escaping;
        count = 0;
        isCut = false;
        endValue();
        return this;
    }

    /** What that placeholder is now, as a template would write it. */
    public void addValue(Placeholder placeholder, byte[] name, Values values) {
        beginValue(placeholder.bytesMax());
        isRaw = isRaw || escaping == Escaping.TARGET && placeholder.isOfTarget();
        values.write(placeholder, name, this);
        endValue();
    }

    private void beginValue(int bytesMax) {
        isValue = true;
        isRaw = escaping == Escaping.NONE;
        end = escaping == Escaping.URL ? bytes.length : (int) Math.min(bytes.length, (long) count + bytesMax);
    }

    private void endValue() {
        isValue = false;
        isRaw = true;
        end = bytes.length;
    }

    /** All of it is in. */
    public void add(byte[] text) {
        add(text, 0, text.length);
    }

    public void add(byte[] text, int from, int to) {
        if (isValue) {
            for (int at = from; at < to; at++) {
                add(text[at]);
            }
        } else {
            final int room = Math.min(to - from, end - count);
            System.arraycopy(text, from, bytes, count, room);
            count += room;
            isCut |= room < to - from;
        }
    }

    public void add(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            add(in.get(at));
        }
    }

    public void add(byte b) {
        if (!isRaw && mustEscape(b)) {
            escape(b);
        } else if (count < end) {
            bytes[count++] = b;
        } else {
            isCut = true;
        }
    }

    /** Bytes beyond ASCII are negative. */
    private boolean mustEscape(byte b) {
        return switch (escaping) {
            case NONE -> false;
            case TARGET ->
                !(b >= 'a' && b <= 'z'
                        || b >= 'A' && b <= 'Z'
                        || b >= '0' && b <= '9'
                        || b == '-'
                        || b == '.'
                        || b == '_'
                        || b == '~');
            case LINE -> b >= 0 && b < ' ' && b != '\t' || b == DEL;
            case URL -> b <= ' ' || b == DEL || !isOfUrl(b);
            case JSON -> b < ' ' || b == DEL || b == '"' || b == '\\';
            case HTML -> b < ' ' || b == DEL || b == '<' || b == '>' || b == '&' || b == '"' || b == '\'';
        };
    }

    /**
     * Of what is visible ASCII. A {@code #} would hide all that follows from servers, and in HTML a quote may end the
     * URL.
     */
    private static boolean isOfUrl(byte b) {
        return switch (b) {
            case '"', '#', '\'', '<', '>', '\\', '^', '`', '{', '|', '}' -> false;
            default -> true;
        };
    }

    private void escape(byte b) {
        if (end - count < ESCAPE_BYTES_MAX) { // whole or not at all
            isCut = true;
            end = count;
            return;
        }
        switch (escaping) {
            case NONE -> throw new IllegalStateException("nothing is escaped");
            case TARGET, LINE, URL -> bytes[count++] = '%';
            case JSON -> {
                bytes[count++] = '\\';
                bytes[count++] = 'u';
                bytes[count++] = '0';
                bytes[count++] = '0';
            }
            case HTML -> {
                bytes[count++] = '&';
                bytes[count++] = '#';
                bytes[count++] = 'x';
            }
        }
        bytes[count++] = HEX[b >> 4 & 0xf];
        bytes[count++] = HEX[b & 0xf];
        if (escaping == Escaping.HTML) {
            bytes[count++] = ';';
        }
    }

    /** In decimal; not negative. */
    public void add(long number) {
        if (number >= 10) {
            add(number / 10);
        }
        add((byte) ('0' + number % 10));
    }

    /** Milliseconds, with three digits behind the point. */
    public void addMillis(long micros) {
        add(micros / 1_000);
        add((byte) '.');
        final int rest = (int) (micros % 1_000);
        add((byte) ('0' + rest / 100));
        add((byte) ('0' + rest / 10 % 10));
        add((byte) ('0' + rest % 10));
    }

    /** The same as {@link #bytes}, for who reads buffers. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** What has been written; valid until the next {@link #begin}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Of {@link #bytes}. */
    public int count() {
        return count;
    }

    /** Something was longer than it may be, and is not all there. */
    public boolean isCut() {
        return isCut;
    }
}
