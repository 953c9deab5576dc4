package weir.filter;

import java.nio.ByteBuffer;
import weir.template.TemplateOutput;

/** The identity of one request, as text: an exchange's, where its listener gives them. Thread: owning loop only. */
public final class RequestId {
    static final int BYTES_MAX = 64;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final byte[] bytes = new byte[BYTES_MAX];
    private int count;

    /** There is none until the request's head is complete. */
    public void clear() {
        count = 0;
    }

    void set(ByteBuffer in, int from, int to) {
        count = to - from;
        in.get(from, bytes, 0, count);
    }

    /** 32 digits. */
    void set(long high, long low) {
        count = 0;
        addHex(high);
        addHex(low);
    }

    private void addHex(long number) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[count++] = HEX[(int) (number >>> shift) & 0xf];
        }
    }

    /** As many as {@link #count}. */
    public byte[] bytes() {
        return bytes;
    }

    public int count() {
        return count;
    }

    public void write(TemplateOutput out) {
        out.add(bytes, 0, count);
    }
}
