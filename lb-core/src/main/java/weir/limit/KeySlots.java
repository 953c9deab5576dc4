package weir.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded table of keys with a number each, for many threads: two flat arrays, no object per key, nothing allocated
 * after the constructor.
 *
 * <p>A key is a {@link SecretHash} of 64 bits, and lives in one of the slots of its set: half of a set are keys, the
 * other half their numbers. A key that is there is found by reading and changed by one compare-and-set. Only one thread
 * at a time puts a new key into a set, for three stores; who has another new key for the same set, or reads that very
 * slot, retries meanwhile. So no key has two slots.
 *
 * <p>There are {@value #SLOTS_PER_SIX_KEYS} slots for six keys, as keys spread unevenly: when a table has as many keys
 * as it is made for, one in twenty thousand finds its set full. In a full set the key with the smallest number makes
 * room, if the caller lets it.
 *
 * <p>Two keys with the same hash share a slot: among a million keys that has a chance of one in thirty million, and
 * nobody who does not know the secret can bring it about.
 *
 * <p>Any thread.
 */
final class KeySlots {
    static final int WAYS = 16;
    static final int SLOTS_PER_SIX_KEYS = 16;
    /** No slot has the key, or none can be had. */
    static final int NONE = -1;
    /** Another thread was first with the same key. */
    static final int EXISTS = -2;
    /** The number of a slot that gets another key just now. All others are at least 0. */
    static final long CHANGING = -1;

    private static final int SET = 2 * WAYS;
    private static final int SPINS = 64;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(int[].class);

    private final long[] words;
    /** Of each set: how often keys were put into it, twice; odd while one is. */
    private final int[] versions;
    /** Bits of a number that count how often the slot has changed hands. */
    private final long generations;

    /**
     * @param keys as many have room
     * @param generations these bits of a number are this table's: they differ from one key of a slot to the next
     */
    KeySlots(int keys, long generations) {
        final int sets = (keys - 1) / 6 + 1;
        words = new long[Math.multiplyExact(sets, SET)];
        versions = new int[sets];
        this.generations = generations;
    }

    static long bytes(int keys) {
        return ((keys - 1L) / 6 + 1) * (SET * Long.BYTES + Integer.BYTES);
    }

    /** The slot of a key, or {@link #NONE}. It may be another key's when it is looked at: see {@link #isOf}. */
    int find(long key) {
        return findIn(set(key), key);
    }

    private int findIn(int set, long key) {
        final int from = set * SET;
        for (int slot = from; slot < from + WAYS; slot++) {
            if ((long) WORD.getOpaque(words, slot) == key) {
                return slot;
            }
        }
        return NONE;
    }

    private int set(long key) {
        return (int) Math.multiplyHigh(key >>> 1, (long) versions.length << 1);
    }

    /** The number that was read from the slot before this call is the key's. */
    boolean isOf(int slot, long key) {
        return (long) WORD.getOpaque(words, slot) == key;
    }

    long number(int slot) {
        return (long) WORD.getVolatile(words, slot + WAYS);
    }

    /** Fails when the slot has another number, and so when it has changed hands since that was read. */
    boolean swap(int slot, long from, long to) {
        return WORD.compareAndSet(words, slot + WAYS, from, to);
    }

    /**
     * Puts in a key that was not found.
     *
     * @param number of the key; without the bits that are this table's
     * @param below a key makes room whose number is below this
     * @return its slot; {@link #NONE} when none makes room; {@link #EXISTS} when it is there by now, with a number of
     *     its own
     */
    int put(long key, long number, long below) {
        final int set = set(key);
        for (int spins = 0; ; spins++) {
            final int version = (int) VERSION.getVolatile(versions, set);
            if ((version & 1) == 0) {
                if (findIn(set, key) != NONE) {
                    return EXISTS;
                }
                if (VERSION.compareAndSet(versions, set, version, version + 1)) {
                    try {
                        return replace(set, key, number, below);
                    } finally {
                        VERSION.setVolatile(versions, set, version + 2);
                    }
                }
            }
            pause(spins);
        }
    }

    /** The thread that is waited for has a few stores to make, unless it has lost its core. */
    static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    private int replace(int set, long key, long number, long below) {
        while (true) {
            final int slot = smallest(set);
            final long old = number(slot);
            if (old >= below) {
                return NONE;
            }
            if (swap(slot, old, CHANGING)) { // else it was in use, and another one may be the smallest
                WORD.setOpaque(words, slot, key);
                WORD.setVolatile(words, slot + WAYS, number | old + 1 & generations);
                return slot;
            }
        }
    }

    private int smallest(int set) {
        int smallest = set * SET;
        for (int slot = smallest + 1; slot < set * SET + WAYS; slot++) {
            if (number(slot) < number(smallest)) {
                smallest = slot;
            }
        }
        return smallest;
    }

    /** How many numbers are at least this; O(slots), for whoever is curious. */
    int count(long least) {
        int count = 0;
        for (int set = 0; set < versions.length; set++) {
            for (int way = 0; way < WAYS; way++) {
                if (number(set * SET + way) >= least) {
                    count++;
                }
            }
        }
        return count;
    }
}
