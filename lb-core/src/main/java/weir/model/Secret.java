package weir.model;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** Bytes that must not get into a message or a log, so its text does not say them. Immutable, any thread. */
public final class Secret {
    public static final Range BYTES_RANGE = new Range("secret", 16, 1024);
    private static final int RANDOM_BYTES = 32;

    private final byte[] bytes;

    public Secret(byte[] bytes) {
        BYTES_RANGE.check(Given.one("secret", bytes).length);
        this.bytes = bytes.clone();
    }

    /** One that nobody has had before. */
    public static Secret random() {
        final byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(bytes);
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The same for all: a hash would tell something of the bytes. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
