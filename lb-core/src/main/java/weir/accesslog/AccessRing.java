package weir.accesslog;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded queue of records from one loop to the writer: single producer, single consumer. No allocation, no lock, no
 * compare-and-set.
 *
 * <p>A full ring drops the newest record and the producer counts it: requests do not wait for a disk. To keep that
 * rare, the writer, which sleeps between its rounds, is woken when half of the ring is full; that is the only system
 * call, and there is one per half ring at most.
 *
 * <p>Thread: {@link #offer} by the owning loop; {@link #poll} by the writer.
 */
public final class AccessRing {
    private final ByteBuffer slots;
    private final RecordLayout layout;
    /** Null = all records may enter. */
    private final RecordFilter filter;

    private final int capacity;
    private final Runnable onHalfFull;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** The producer's: where the writer was when it was looked up last. */
    private long headSeen;

    private boolean hasWoken;

    /** For records without fields of the request. */
    public AccessRing(int capacity, Runnable onHalfFull) {
        this(RecordLayout.PLAIN, null, capacity, onHalfFull);
    }

    /**
     * @param layout of all its records
     * @param filter what may enter; null = all
     * @param capacity records, a power of two
     * @param onHalfFull wakes the writer; called by the producer
     */
    AccessRing(RecordLayout layout, RecordFilter filter, int capacity, Runnable onHalfFull) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not a power of two");
        }
        this.layout = layout;
        this.filter = filter;
        this.capacity = capacity;
        this.onHalfFull = onHalfFull;
        slots = ByteBuffer.allocateDirect(capacity * layout.bytes());
    }

    /**
     * Copies the record, unless it is one that no line is made of.
     *
     * @return false when the ring is full
     */
    public boolean offer(AccessRecord record) {
        if (filter != null && !filter.takes(record)) {
            return true;
        }
        final long at = tail.getPlain();
        if (at - headSeen >= capacity / 2 && !makeRoom(at)) {
            return false;
        }
        record.copyTo(slots, slot(at));
        tail.setRelease(at + 1);
        return true;
    }

    /** The writer may be elsewhere by now; only here is its cache line read. */
    private boolean makeRoom(long at) {
        headSeen = head.getAcquire();
        final long count = at - headSeen;
        if (count < capacity / 2) {
            hasWoken = false;
        } else if (!hasWoken) {
            hasWoken = true;
            onHalfFull.run();
        }
        return count < capacity;
    }

    /**
     * Copies the oldest record.
     *
     * @return false when there is none
     */
    public boolean poll(AccessRecord into) {
        final long at = head.getPlain();
        if (at == tail.getAcquire()) {
            return false;
        }
        into.copyFrom(slots, slot(at));
        head.setRelease(at + 1);
        return true;
    }

    /** What its records must be made by. */
    public RecordLayout layout() {
        return layout;
    }

    int capacity() {
        return capacity;
    }

    private int slot(long at) {
        return ((int) at & capacity - 1) * layout.bytes();
    }
}
