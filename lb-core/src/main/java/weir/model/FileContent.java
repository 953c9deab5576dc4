package weir.model;

import java.util.Arrays;

/** What stood in a file when the configuration was read. Equal where the bytes are. Immutable, any thread. */
public final class FileContent {
    private final byte[] bytes;
    private final int hash;

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
