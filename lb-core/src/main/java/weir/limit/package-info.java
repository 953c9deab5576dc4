/**
 * How much each key may: token buckets and counts for as many keys as there is room for, shared by all loops. Numbers
 * in, values out: who owns a key, what time it is and what becomes of a refused request is the caller's.
 *
 * <p>May import {@code weir.buf} only. Start at {@link weir.limit.Buckets}; the table of keys that it shares with
 * {@link weir.limit.KeyCounts} is {@link weir.limit.KeySlots}.
 */
package weir.limit;
