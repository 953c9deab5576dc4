package weir.accesslog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the access log gets about one exchange, in {@link #BYTES} bytes at most.
 *
 * <pre>
 *   bytes used | each {@link Value} | where each {@link Text} is | the texts, in the order they came, each cut to its own limit
 * </pre>
 *
 * <p>A loop fills one and copies it into an {@link AccessRing}; the writer copies it out into one of its own. Thread:
 * whoever made it.
 */
public final class AccessRecord {
    public static final int BYTES = 1024;
    /** Stands for what there was none of, such as the duration of a phase that was not reached. */
    public static final long ABSENT = -1;

    /** Numbers. */
    public enum Value {
        /** Of the monotonic clock; the writer turns it into a date. */
        END_NS,
        /** Sent to the client; 0 = none. */
        STATUS,
        /** How it ended, as an index of {@link EndWords}; the fault likewise. */
        END,
        FAULT,
        VERSION_MINOR,
        RETRIES,
        /** 1 = the upstream connection had carried an exchange before. */
        IS_REUSED,
        /** 1 = in another pool than that of the route, or with that pool's fixed response. */
        IS_FALLBACK,
        /** 1 = a text did not fit. */
        IS_CUT,
        REQUEST_BYTES,
        RESPONSE_BYTES,
        TOTAL_US,
        HEAD_US,
        /** In the line before backends that were all full. */
        QUEUE_US,
        CONNECT_US,
        RESPONSE_US
    }

    /** Bytes, as they came. The limits leave the target what the others do not need. */
    public enum Text {
        /** The address itself, 4 or 16 bytes; one byte for a client without, at a Unix socket. */
        CLIENT(16),
        METHOD(32),
        HOST(128),
        TARGET(456),
        LISTENER(64),
        POOL(64),
        BACKEND(96);

        private final int bytesMax;

        Text(int bytesMax) {
            this.bytesMax = bytesMax;
        }

        public int bytesMax() {
            return bytesMax;
        }
    }

    private static final Value[] VALUES = Value.values();
    private static final Text[] TEXTS = Text.values();
    private static final int VALUES_AT = 8;
    private static final int TEXTS_AT = VALUES_AT + 8 * VALUES.length;
    private static final int BYTES_AT = TEXTS_AT + 4 * TEXTS.length;

    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());

    public AccessRecord() {
        clear();
    }

    /** Makes all values and texts absent. */
    public void clear() {
        setSize(BYTES_AT);
        for (int i = 0; i < VALUES.length; i++) {
            bytes.putLong(VALUES_AT + 8 * i, ABSENT);
        }
        for (int i = 0; i < TEXTS.length; i++) {
            bytes.putInt(TEXTS_AT + 4 * i, 0);
        }
    }

    public void set(Value value, long to) {
        bytes.putLong(VALUES_AT + 8 * value.ordinal(), to);
    }

    public long get(Value value) {
        return bytes.getLong(VALUES_AT + 8 * value.ordinal());
    }

    /** Copies {@code in[from, to)}, or as much of it as the text may have. Once per text. */
    public void set(Text text, ByteBuffer in, int from, int to) {
        final int count = room(text, to - from);
        bytes.put(place(text, count), in, from, count);
    }

    public void set(Text text, byte[] in) {
        set(text, in, in.length);
    }

    /** Copies {@code in[0, length)}. */
    public void set(Text text, byte[] in, int length) {
        final int count = room(text, length);
        bytes.put(place(text, count), in, 0, count);
    }

    private int room(Text text, int wanted) {
        if (wanted > text.bytesMax) {
            set(Value.IS_CUT, 1);
        }
        return Math.min(wanted, text.bytesMax);
    }

    private int place(Text text, int count) {
        assert length(text) == 0 : text + " is there already";
        final int start = size();
        bytes.putInt(TEXTS_AT + 4 * text.ordinal(), start << 16 | count);
        setSize(start + count);
        return start;
    }

    /** 0 when it is absent. */
    public int length(Text text) {
        return bytes.getInt(TEXTS_AT + 4 * text.ordinal()) & 0xffff;
    }

    public byte at(Text text, int index) {
        return bytes.get((bytes.getInt(TEXTS_AT + 4 * text.ordinal()) >>> 16) + index);
    }

    private int size() {
        return bytes.getInt(0);
    }

    private void setSize(int size) {
        bytes.putInt(0, size);
    }

    /** Copies what is used, which is much less than all. */
    void copyTo(ByteBuffer slots, int slot) {
        slots.put(slot, bytes, 0, size());
    }

    void copyFrom(ByteBuffer slots, int slot) {
        bytes.put(0, slots, slot, 4);
        bytes.put(0, slots, slot, size());
    }
}
