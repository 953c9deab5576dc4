package weir.balance;

/**
 * What a picker may know about the request it picks for. One instance per exchange, reused.
 *
 * <p>Thread: owning loop only.
 */
public final class PickContext {
    /** The request has no key to hash. */
    public static final long NO_KEY = 0;

    /** One first try and the most that {@code retry.attempts} allows, with a replay on top. */
    private static final int TRIED_MAX = 18;

    /** Null until something has failed: most requests have one try. */
    private int[] tried;

    private int triedCount;
    private long key;
    /** Null where the pool has no limits. */
    private Room room;

    public void reset() {
        triedCount = 0;
        key = NO_KEY;
    }

    /** @param key a hash, all bits of which are good; or {@link #NO_KEY} */
    public void setKey(long key) {
        this.key = key;
    }

    public long key() {
        return key;
    }

    public void addTried(int index) {
        if (triedCount < TRIED_MAX) {
            if (tried == null) {
                tried = new int[TRIED_MAX];
            }
            tried[triedCount++] = index;
        }
    }

    /** From now on a backend without room counts as one that was tried; null = all have room. */
    public void setRoom(Room room) {
        this.room = room;
    }

    /** It was tried, or has no room: not to be picked. O(tries); a request has one or two. */
    public boolean wasTried(int index) {
        return isAmongTried(index) || isFull(index);
    }

    /** The request was there already, whatever room there is. */
    public boolean isAmongTried(int index) {
        for (int i = 0; i < triedCount; i++) {
            if (tried[i] == index) {
                return true;
            }
        }
        return false;
    }

    /** It has no room at this moment; other loops take and give, too, so the next moment may differ. */
    public boolean isFull(int index) {
        return room != null && !room.has(index);
    }

    public int triedCount() {
        return triedCount;
    }
}
