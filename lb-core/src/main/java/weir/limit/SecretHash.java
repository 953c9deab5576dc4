package weir.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3 (Aumasson, Bernstein: SipHash, a fast short-input PRF) under a secret key: who chooses what is hashed
 * cannot choose what it collides with. Immutable, any thread.
 */
public final class SecretHash {
    /** No hash is this. */
    public static final long NONE = 0;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    public SecretHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Another one each time. */
    public static SecretHash random() {
        final SecureRandom random = new SecureRandom();
        return new SecretHash(random.nextLong(), random.nextLong());
    }

    /** Of {@code in[from, to)}; never {@link #NONE}. */
    public long of(ByteBuffer in, int from, int to) {
        final long hash = sip(in, from, to);
        return hash == NONE ? 1 : hash;
    }

    long sip(ByteBuffer in, int from, int to) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        final int words = (to - from) >> 3;
        // One loop for the words, their rest with the length, and three rounds of finish, so that the round is here
        // once.
        for (int i = 0; i < words + 4; i++) {
            final long word = i < words ? word(in, from + (i << 3)) : i == words ? rest(in, from, to) : 0;
            if (i == words + 1) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(ByteBuffer in, int at) {
        return (long) LONGS.get(in, at);
    }

    /** The bytes behind the last whole word, and in the last byte how many there were in all. */
    private static long rest(ByteBuffer in, int from, int to) {
        long rest = (long) (to - from) << 56;
        for (int at = to - (to - from & 7), shift = 0; at < to; at++, shift += 8) {
            rest |= (in.get(at) & 0xffL) << shift;
        }
        return rest;
    }
}
