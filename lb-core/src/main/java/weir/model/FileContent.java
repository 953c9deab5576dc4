package weir.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What stood in a file when the configuration was read. Equal where the bytes are. Immutable, any thread. */
public final class FileContent {
    private static final int DIGEST_BYTES = 16;

    private final byte[] bytes;
    private final int hash;
    /** Null until asked for: each loop asks, and most files are never asked. Whoever comes too early makes the same. */
    private volatile String digest;

    /** @param bytes which nobody writes to any more */
    public FileContent(byte[] bytes) {
        this.bytes = Given.one("file", bytes);
        hash = Arrays.hashCode(bytes);
    }

    /** To be read only. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** In hexadecimal digits: the same where the content is, and nowhere else (SHA-256, cut to 128 bits). */
    public String digest() {
        String made = digest;
        if (made == null) {
            made = HexFormat.of().formatHex(sha256(), 0, DIGEST_BYTES);
            digest = made;
        }
        return made;
    }

    private byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileContent content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
