package weir.buf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A lower-case ASCII word that is recognised in any case. Compares eight bytes at a time: a word of up to 16 bytes
 * costs two loads, a third of a loop over its bytes. Immutable; any thread.
 */
public final class CaselessWord {
    private static final int WORD = Long.BYTES;

    private final byte[] bytes;
    private final int length;
    /** The word's last eight bytes; a shorter word stands at the end, behind bytes that {@link #lastIgnored} covers. */
    private final long last;

    private final long lastIgnored;
    /** The word's first eight bytes, of a word that is longer than that. */
    private final long first;

    private final long firstIgnored;

    /** @param lowerCase at least one byte, none of them an upper-case letter */
    public CaselessWord(String lowerCase) {
        this.bytes = Ascii.bytes(lowerCase);
        this.length = bytes.length;
        this.last = word(length - WORD);
        this.lastIgnored = ignored(length - WORD);
        this.first = length > WORD ? word(0) : 0;
        this.firstIgnored = length > WORD ? ignored(0) : -1;
    }

    private long word(int from) {
        long word = 0;
        for (int i = WORD - 1; i >= 0; i--) {
            word = word << 8 | (from + i < 0 ? 0 : bytes[from + i]);
        }
        return word;
    }

    /** Bits in which the same word may differ: the case of letters, and all of what stands before the word. */
    private long ignored(int from) {
        long bits = 0;
        for (int i = WORD - 1; i >= 0; i--) {
            bits = bits << 8 | (from + i < 0 ? 0xff : Ascii.isLetter(bytes[from + i]) ? 0x20 : 0);
        }
        return bits;
    }

    /**
     * True when {@code in[from, to)} is this word in any case.
     *
     * @param in little-endian; bytes before {@code from} are read, too, and make no difference
     */
    public boolean is(ByteBuffer in, int from, int to) {
        if (to - from != length) {
            return false;
        }
        if (to < WORD) {
            return Ascii.equalsIgnoreCase(in, from, to, bytes);
        }
        assert in.order() == ByteOrder.LITTLE_ENDIAN;
        if (((in.getLong(to - WORD) ^ last) & ~lastIgnored) != 0) {
            return false;
        }
        if (length <= WORD) {
            return true;
        }
        return ((in.getLong(from) ^ first) & ~firstIgnored) == 0 && isMiddle(in, from);
    }

    /** What the two words do not cover. */
    private boolean isMiddle(ByteBuffer in, int from) {
        for (int i = WORD; i < length - WORD; i++) {
            if (Ascii.lower(in.get(from + i)) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    public int length() {
        return length;
    }

    /** The word itself, for those who compare otherwise. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }
}
