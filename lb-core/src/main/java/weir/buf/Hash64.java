package weir.buf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * XXH64 over bytes in place: all 64 bits are good. Written after the specification in xxHash's repository
 * (Cyan4973/xxHash, doc/xxhash_spec.md). No defence against who chooses keys to collide, nor need of one: they share a
 * backend, no table grows long. Any thread.
 */
public final class Hash64 {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;

    private Hash64() {}

    /** Of {@code bytes}; allocates. */
    public static long of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    /** Of {@code in[from, to)}, with seed 0. */
    public static long of(ByteBuffer in, int from, int to) {
        int at = from;
        long hash = PRIME_5;
        if (to - from >= STRIPE_BYTES) {
            final int stripesEnd = to - (to - from) % STRIPE_BYTES;
            hash = stripes(in, from, stripesEnd);
            at = stripesEnd;
        }
        hash += to - from;
        for (; at + 8 <= to; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(in, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + 4 <= to) {
            hash = Long.rotateLeft(hash ^ ((int) INTS.get(in, at) & 0xffffffffL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < to; at++) {
            hash = Long.rotateLeft(hash ^ (in.get(at) & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    private static long stripes(ByteBuffer in, int from, int to) {
        long a = PRIME_1 + PRIME_2;
        long b = PRIME_2;
        long c = 0;
        long d = -PRIME_1;
        for (int at = from; at < to; at += STRIPE_BYTES) {
            a = round(a, (long) LONGS.get(in, at));
            b = round(b, (long) LONGS.get(in, at + 8));
            c = round(c, (long) LONGS.get(in, at + 16));
            d = round(d, (long) LONGS.get(in, at + 24));
        }
        final long joined =
                Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(joined, a), b), c), d);
    }

    private static long round(long sum, long lane) {
        return Long.rotateLeft(sum + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long sum) {
        return (hash ^ round(0, sum)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long hash) {
        long z = hash;
        z = (z ^ z >>> 33) * PRIME_2;
        z = (z ^ z >>> 29) * PRIME_3;
        return z ^ z >>> 32;
    }
}
