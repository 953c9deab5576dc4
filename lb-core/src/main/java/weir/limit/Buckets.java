package weir.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A token bucket per key, shared by all loops: the generic cell rate algorithm (ITU-T I.371), by which a bucket is one
 * number, the time at which it will be full. Taking a token moves that on by what a token takes to refill.
 *
 * <p>Exact: a key gets what its rate and its burst say and not one more, whichever loops its requests come to, as each
 * token is taken by one compare-and-set. Time is that of the loop which asks, and a loop whose clock is behind moves
 * nothing back.
 *
 * <p>A bucket that is full need not be there, so idle keys leave by themselves; they are replaced when a place is
 * needed. Where all of a set's keys are under way, the one leaves that is closest to full: it loses least by that, and
 * among equals it is the one that was idle longest. 43 bytes a key. Nothing is allocated for any key. Any thread.
 */
public final class Buckets {
    private static final VarHandle ORIGIN = origin();

    private final KeySlots slots;
    /** From when on times are counted, as a clock may begin anywhere: of the first token; 0 = none was taken. */
    private long originNs;

    /** @param keys as many have a bucket at the same time */
    public Buckets(int keys) {
        slots = new KeySlots(keys, 0);
    }

    /** Memory that a table has. */
    public static long bytes(int keys) {
        return KeySlots.bytes(keys);
    }

    /**
     * Takes a token, or books the next one if it will be there in time.
     *
     * @param key a {@link SecretHash}, not {@link SecretHash#NONE}
     * @return how far the bucket is from full then; or that it would be, negative, when nothing is taken. See
     *     {@link TokenRate}
     */
    public long take(long key, TokenRate rate, long nowNs) {
        final long now = since(nowNs);
        for (int spins = 0; ; spins++) {
            final int slot = slots.find(key);
            if (slot == KeySlots.NONE) {
                if (putNew(key, now, rate)) {
                    return rate.tokenNs();
                }
                continue;
            }
            final long fullAt = slots.number(slot);
            if (fullAt == KeySlots.CHANGING || !slots.isOf(slot, key)) {
                KeySlots.pause(spins);
                continue;
            }
            final long next = Math.max(fullAt, now) + rate.tokenNs();
            final long debt = next - now;
            if (debt > rate.burstNs() + rate.waitNs()) {
                return -debt;
            }
            if (slots.swap(slot, fullAt, next)) {
                return debt;
            }
        }
    }

    private long since(long nowNs) {
        if (originNs == 0) {
            ORIGIN.compareAndSet(this, 0L, nowNs == 0 ? -1 : nowNs); // all see the one that was first
        }
        return Math.max(0, nowNs - originNs);
    }

    private static VarHandle origin() {
        try {
            return MethodHandles.lookup().findVarHandle(Buckets.class, "originNs", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** False when another loop was first with the same key. */
    private boolean putNew(long key, long now, TokenRate rate) {
        return slots.put(key, now + rate.tokenNs(), Long.MAX_VALUE) >= 0;
    }

    /** A token that was taken, and is not used: the request was refused for another reason. */
    public void giveBack(long key, TokenRate rate) {
        for (int spins = 0; ; spins++) {
            final int slot = slots.find(key);
            if (slot == KeySlots.NONE) {
                return; // it is full, or forgotten
            }
            final long fullAt = slots.number(slot);
            if (fullAt == KeySlots.CHANGING || !slots.isOf(slot, key)) {
                KeySlots.pause(spins);
            } else if (slots.swap(slot, fullAt, Math.max(0, fullAt - rate.tokenNs()))) {
                return;
            }
        }
    }

    /** Keys whose bucket is not full. O(room). */
    public int count(long nowNs) {
        return slots.count(since(nowNs) + 1);
    }
}
