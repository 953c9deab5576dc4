package weir.accesslog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the access log gets about one exchange, in {@link RecordLayout#bytes} bytes at most.
 *
 * <pre>
 *   bytes used | each {@link Value} | where each {@link Text} and each field of the request is | these, in the order they came, each cut to its own limit
 * </pre>
 *
 * <p>A loop fills one and copies it into an {@link AccessRing}; the writer copies it out into one of its own. Thread:
 * whoever made it.
 */
public final class AccessRecord {
    /** Of a record that has no fields of the request. */
    public static final int BYTES = 1096;
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
        BACKEND(96),
        /** Where the listener gives requests an identity. */
        REQUEST_ID(64),
        /** See {@link AttemptList}; only where the layout has room for it. */
        ATTEMPTS(AttemptList.BYTES_MAX);

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

    private final RecordLayout layout;
    private final int bytesAt;
    private final ByteBuffer bytes;

    /** Without fields of the request. */
    public AccessRecord() {
        this(RecordLayout.PLAIN);
    }

    public AccessRecord(RecordLayout layout) {
        this.layout = layout;
        bytesAt = TEXTS_AT + 4 * (TEXTS.length + layout.fieldCount());
        bytes = ByteBuffer.allocate(layout.bytes()).order(ByteOrder.nativeOrder());
        clear();
    }

    public RecordLayout layout() {
        return layout;
    }

    /** Makes all values and texts absent. */
    public void clear() {
        setSize(bytesAt);
        for (int i = 0; i < VALUES.length; i++) {
            bytes.putLong(VALUES_AT + 8 * i, ABSENT);
        }
        for (int at = TEXTS_AT; at < bytesAt; at += 4) {
            bytes.putInt(at, 0);
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
        final int count = room(text.bytesMax, to - from);
        bytes.put(place(text.ordinal(), count), in, from, count);
    }

    public void set(Text text, byte[] in) {
        set(text, in, in.length);
    }

    /** Copies {@code in[0, length)}. */
    public void set(Text text, byte[] in, int length) {
        final int count = room(text.bytesMax, length);
        bytes.put(place(text.ordinal(), count), in, 0, count);
    }

    /** As for a text; {@code field} is an index of the layout's. */
    public void setField(int field, ByteBuffer in, int from, int to) {
        final int count = room(RecordLayout.FIELD_BYTES_MAX, to - from);
        bytes.put(place(TEXTS.length + field, count), in, from, count);
    }

    /** The same of {@code in[0, length)}. */
    public void setField(int field, byte[] in, int length) {
        final int count = room(RecordLayout.FIELD_BYTES_MAX, length);
        bytes.put(place(TEXTS.length + field, count), in, 0, count);
    }

    private int room(int bytesMax, int wanted) {
        if (wanted > bytesMax) {
            set(Value.IS_CUT, 1);
        }
        return Math.min(wanted, bytesMax);
    }

    private int place(int slot, int count) {
        assert bytes.getInt(TEXTS_AT + 4 * slot) == 0 : "text " + slot + " is there already";
        final int start = size();
        bytes.putInt(TEXTS_AT + 4 * slot, start << 16 | count);
        setSize(start + count);
        return start;
    }

    /** 0 when it is absent. */
    public int length(Text text) {
        return length(text.ordinal());
    }

    public byte at(Text text, int index) {
        return at(text.ordinal(), index);
    }

    /** The request had it, be it empty. */
    boolean hasField(int field) {
        return bytes.getInt(TEXTS_AT + 4 * slotOf(field)) != 0;
    }

    // --- texts and fields alike, by their slots

    static int slotOf(Text text) {
        return text.ordinal();
    }

    static int slotOf(int field) {
        return TEXTS.length + field;
    }

    int length(int slot) {
        return bytes.getInt(TEXTS_AT + 4 * slot) & 0xffff;
    }

    byte at(int slot, int index) {
        return bytes.get((bytes.getInt(TEXTS_AT + 4 * slot) >>> 16) + index);
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
