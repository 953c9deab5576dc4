package weir.filter;

import java.security.SecureRandom;

/**
 * Numbers that nobody can foresee who does not know the key, for what has to be unique and is no secret: SipHash-2-4 of
 * a counter (Aumasson and Bernstein, 2012), under a key that the system's generator has drawn. Allocates nothing.
 * Thread: owning loop only; one per loop.
 */
final class RandomIds {
    private static final long LENGTH_OF_8 = 8L << 56;
    private static final double UNIT = 0x1p-53;

    private final long key0;
    private final long key1;
    private long counter;

    RandomIds(SecureRandom random) {
        this(random.nextLong(), random.nextLong());
    }

    RandomIds(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    long next() {
        return hash(counter++);
    }

    /** From 0 to less than 1. */
    double nextShare() {
        return (next() >>> 11) * UNIT;
    }

    /** Of the 8 bytes of {@code message}, in little-endian order. */
    long hash(long message) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int round = 0; round < 8; round++) {
            if (round == 0) {
                v3 ^= message;
            } else if (round == 2) {
                v0 ^= message;
                v3 ^= LENGTH_OF_8;
            } else if (round == 4) {
                v0 ^= LENGTH_OF_8;
                v2 ^= 0xff;
            }
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
