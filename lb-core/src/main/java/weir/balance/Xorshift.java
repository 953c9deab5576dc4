package weir.balance;

/**
 * A picker's own random numbers: xorshift64* (Vigna 2016). Not shared, as a shared generator costs more than the pick
 * (HAProxy 4a9ec66fd). Thread: owning loop only.
 */
public final class Xorshift {
    private long state;

    /** @param seed any */
    public Xorshift(long seed) {
        final long mixed = Hashing.mix(seed);
        state = mixed == 0 ? 1 : mixed; // 0 would stay 0
    }

    /** From here on {@link #reset} can begin again. */
    public long mark() {
        return state;
    }

    /** As if nothing had been drawn since the {@link #mark}. */
    public void reset(long mark) {
        state = mark;
    }

    /** All 64 bits are good but for the lowest few; see {@link Hashing#below}. */
    public long next() {
        state ^= state >>> 12;
        state ^= state << 25;
        state ^= state >>> 27;
        return state * 0x2545f4914f6cdd1dL;
    }
}
