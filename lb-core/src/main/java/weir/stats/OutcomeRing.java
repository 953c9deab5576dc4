package weir.stats;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bounded queue of packed outcomes from one loop to the probe loop: single producer, single consumer, no allocation.
 *
 * <p>JCTools has no queue of primitives, and boxing would allocate; hence these lines. A full ring drops the newest
 * outcome and the producer counts it: outcomes are evidence, and the next failure brings the next piece.
 *
 * <p>Thread: {@link #offer} by the owning loop; {@link #poll} by the probe loop.
 */
public final class OutcomeRing {
    /** What {@link #poll} answers when nothing is there. */
    public static final long EMPTY = -1;

    private final AtomicLongArray slots;
    private final int mask;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** @param capacity a power of two */
    public OutcomeRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not a power of two");
        }
        slots = new AtomicLongArray(capacity);
        mask = capacity - 1;
    }

    /**
     * @param outcome not negative
     * @return false when the ring is full
     */
    public boolean offer(long outcome) {
        assert outcome >= 0;
        final long at = tail.getPlain();
        if (at - head.getAcquire() > mask) {
            return false;
        }
        slots.setPlain((int) at & mask, outcome);
        tail.setRelease(at + 1);
        return true;
    }

    /** The oldest outcome, or {@link #EMPTY}. */
    public long poll() {
        final long at = head.getPlain();
        if (at == tail.getAcquire()) {
            return EMPTY;
        }
        final long outcome = slots.getPlain((int) at & mask);
        head.setRelease(at + 1);
        return outcome;
    }
}
