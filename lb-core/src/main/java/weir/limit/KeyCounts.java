package weir.limit;

/**
 * How many of something each key has right now, over all loops together: exact, and never more than it may. One
 * compare-and-set to enter and one to leave; 43 bytes a key, and nothing is allocated for any.
 *
 * <p>A key is there as long as its count is not 0. Any thread.
 */
public final class KeyCounts {
    /** The key has as many as it may. */
    public static final int FULL = -1;
    /** There is no room for another key just now: it is not counted. */
    public static final int UNCOUNTED = -2;

    private static final int COUNT_SHIFT = 32;
    private static final long ONE = 1L << COUNT_SHIFT;
    /** Below the count: to whom a slot belongs that had the same count before. */
    private static final long GENERATIONS = ONE - 1;

    private final KeySlots slots;

    /** @param keys as many can be counted at the same time, but for one in twenty thousand */
    public KeyCounts(int keys) {
        slots = new KeySlots(keys, GENERATIONS);
    }

    /** Memory that a table has. */
    public static long bytes(int keys) {
        return KeySlots.bytes(keys);
    }

    /**
     * One more, unless the key has {@code max}, which is at least 1.
     *
     * @param key a {@link SecretHash}, not {@link SecretHash#NONE}
     * @return what {@link #leave} wants to have, at least 0; or {@link #FULL}, or {@link #UNCOUNTED}
     */
    public int enter(long key, int max) {
        for (int spins = 0; ; spins++) {
            final int slot = slots.find(key);
            if (slot == KeySlots.NONE) {
                final int made = slots.put(key, ONE, ONE);
                if (made >= 0) {
                    return made;
                } else if (made == KeySlots.NONE) {
                    return UNCOUNTED;
                }
                continue; // another loop was first with the same key
            }
            final long number = slots.number(slot);
            if (number == KeySlots.CHANGING || !slots.isOf(slot, key)) {
                KeySlots.pause(spins);
            } else if (number >>> COUNT_SHIFT >= max) {
                return FULL;
            } else if (slots.swap(slot, number, number + ONE)) {
                return slot;
            }
        }
    }

    /** One less. */
    public void leave(int entered) {
        while (true) {
            final long number = slots.number(entered);
            assert number >= ONE : "more have left than have entered";
            if (slots.swap(entered, number, number - ONE)) {
                return;
            }
        }
    }

    /** Keys that have any. O(room). */
    public int count() {
        return slots.count(ONE);
    }
}
