package weir.limit;

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
    /** Times are within 146 years of 0, and numbers of slots are not negative; an empty slot's is full long since. */
    private static final long ORIGIN_NS = -(1L << 62);

    private final KeySlots slots;

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
        final long now = nowNs - ORIGIN_NS;
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
            } else if (slots.swap(slot, fullAt, fullAt - rate.tokenNs())) {
                return;
            }
        }
    }

    /** Keys whose bucket is not full. O(room). */
    public int count(long nowNs) {
        return slots.count(nowNs - ORIGIN_NS + 1);
    }
}
