package weir.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is remembered of a request body after it has been read; its length does not matter.
 *
 * @param bytes length after transfer codings were removed
 * @param sha256 of all of it, in hexadecimal
 * @param text its first kilobyte, or null when that is not readable text
 */
record ReceivedBody(long bytes, String sha256, String text) {
    private static final int TEXT_BYTES_MAX = 1_024;
    private static final int READ_BYTES = 64 * 1_024;

    static ReceivedBody readFrom(InputStream in) throws IOException {
        final MessageDigest digest = newDigest();
        final byte[] first = in.readNBytes(TEXT_BYTES_MAX);
        digest.update(first);
        final long more = first.length < TEXT_BYTES_MAX ? 0 : digestRest(in, digest);
        final String sha256 = HexFormat.of().formatHex(digest.digest());
        return new ReceivedBody(first.length + more, sha256, text(first, more == 0));
    }

    private static long digestRest(InputStream in, MessageDigest digest) throws IOException {
        final byte[] chunk = new byte[READ_BYTES];
        long bytes = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            digest.update(chunk, 0, read);
            bytes += read;
        }
        return bytes;
    }

    /** @param whole false when the cut may have split a character at the end */
    private static String text(byte[] bytes, boolean whole) {
        final CharBuffer chars = CharBuffer.allocate(bytes.length);
        final boolean isUtf8 = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), chars, whole)
                .isError();
        final String text = chars.flip().toString();
        return isUtf8 && text.chars().allMatch(ReceivedBody::isReadable) ? text : null;
    }

    private static boolean isReadable(int c) {
        return c == '\t' || c == '\n' || c == '\r' || !Character.isISOControl(c);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
