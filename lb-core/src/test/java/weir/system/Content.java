package weir.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** How much of what: enough to tell whether a large body arrived whole and in order. */
record Content(long bytes, long crc32c) {
    /** 64 bytes; the demo backend's made-up bodies are this line over and over. */
    private static final String PATTERN = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n";

    static Content of(InputStream in) throws IOException {
        final CRC32C crc = new CRC32C();
        final byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            crc.update(buffer, 0, count);
            bytes += count;
        }
        return new Content(bytes, crc.getValue());
    }

    /** What {@code ?bytes=N} answers. */
    static Content ofPattern(long bytes) {
        final byte[] block = PATTERN.repeat(1024).getBytes(StandardCharsets.US_ASCII);
        final CRC32C crc = new CRC32C();
        for (long left = bytes; left > 0; left -= block.length) {
            crc.update(block, 0, (int) Math.min(block.length, left));
        }
        return new Content(bytes, crc.getValue());
    }
}
