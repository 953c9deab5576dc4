package weir.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Between the text of a test and the bytes of a loop's buffer. A character is a byte (ISO 8859-1). */
public final class Wire {
    private Wire() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static String text(ByteBuffer in, int from, int to) {
        final byte[] copy = new byte[to - from];
        in.get(from, copy);
        return text(copy);
    }

    /** A text block's lines as lines of HTTP. */
    public static String crlf(String textBlock) {
        return textBlock.replace("\n", "\r\n");
    }

    /** Empty, direct and little endian, as BufferPool makes them. */
    public static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static ByteBuffer direct(byte[] content) {
        return direct(content.length).put(0, content);
    }

    public static ByteBuffer direct(String content) {
        return direct(bytes(content));
    }

    /** {@code content} at {@code position} of a buffer with as much room again before it. */
    public static ByteBuffer directAt(int position, String content) {
        final byte[] bytes = bytes(content);
        return direct(position + bytes.length).put(position, bytes);
    }
}
