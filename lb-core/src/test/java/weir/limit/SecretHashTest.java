package weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SecretHashTest {
    /** The same algorithm written the other way round, over a padded copy, as in the paper. */
    private static long reference(long k0, long k1, byte[] bytes) {
        final ByteBuffer padded = ByteBuffer.allocate(bytes.length / 8 * 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
        padded.put(bytes).put(padded.capacity() - 1, (byte) bytes.length).clear();
        final long[] v = {
            k0 ^ 0x736f6d6570736575L, k1 ^ 0x646f72616e646f6dL, k0 ^ 0x6c7967656e657261L, k1 ^ 0x7465646279746573L
        };
        while (padded.hasRemaining()) {
            final long word = padded.getLong();
            v[3] ^= word;
            round(v);
            v[0] ^= word;
        }
        v[2] ^= 0xff;
        for (int i = 0; i < 3; i++) {
            round(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] = Long.rotateLeft(v[2], 32);
    }

    @Test
    void isSipHash13AtEveryLengthAndPlace() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length < 70; length++) {
            final byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            final ByteBuffer in = ByteBuffer.allocateDirect(length + 20);
            final int at = random.nextInt(10);
            in.put(at, bytes);
            final long k0 = random.nextLong();
            final long k1 = random.nextLong();
            assertEquals(reference(k0, k1, bytes), new SecretHash(k0, k1).sip(in, at, at + length), length + " bytes");
        }
    }

    @Test
    void isAnotherOneWithAnotherSecret() {
        final ByteBuffer in = ByteBuffer.wrap(new byte[4]);
        assertNotEquals(SecretHash.random().of(in, 0, 4), SecretHash.random().of(in, 0, 4));
    }

    @Test
    void tellsAddressesApart() {
        final SecretHash hash = new SecretHash(1, 2);
        final HashSet<Long> hashes = new HashSet<>();
        final ByteBuffer in = ByteBuffer.allocate(4);
        for (int i = 0; i < 100_000; i++) {
            hashes.add(hash.of(in.putInt(0, i), 0, 4));
        }
        assertEquals(100_000, hashes.size());
    }
}
