package weir.bench.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes responses from one buffer: a head right before the filler that all bodies are made of, so that a small
 * response is one contiguous write without a copy.
 *
 * <p>A response is a value (status, size, persistence), so what is left of one that did not fit is rendered again.
 * Thread: the origin's loop only.
 */
final class Answer {
    static final int KEEP = 0, KEEP_SAID = 1, CLOSE = 2;

    private static final int HEAD_ROOM = 256;
    private static final int FILLER_BYTES = 1024 * 1024;
    private static final String[] CONNECTION = {"", "Connection: keep-alive\r\n", "Connection: close\r\n"};

    private final ByteBuffer out = ByteBuffer.allocateDirect(HEAD_ROOM + FILLER_BYTES);
    private int headStatus;
    private long headBodyBytes = -1;
    private int headPersistence;
    private int headBytes;

    Answer() {
        for (int i = 0; i < FILLER_BYTES; i++) {
            out.put(HEAD_ROOM + i, (byte) ('a' + i % 26));
        }
    }

    /**
     * Writes what fits, from byte {@code sent} on, and returns how much was sent in all.
     *
     * @param withoutBody for an answer to HEAD
     */
    long write(GatheringByteChannel to, int status, long bodyBytes, int persistence, boolean withoutBody, long sent)
            throws IOException {
        render(status, bodyBytes, persistence);
        final long totalBytes = headBytes + (withoutBody ? 0 : bodyBytes);
        long at = sent;
        while (at < totalBytes) {
            final long offset = HEAD_ROOM + (at < headBytes ? at - headBytes : (at - headBytes) % FILLER_BYTES);
            final long end = Math.min(out.capacity(), offset + totalBytes - at);
            final int written = to.write(out.limit((int) end).position((int) offset));
            at += written;
            if (out.hasRemaining()) {
                break;
            }
        }
        return at;
    }

    long totalBytes(int status, long bodyBytes, int persistence, boolean withoutBody) {
        render(status, bodyBytes, persistence);
        return headBytes + (withoutBody ? 0 : bodyBytes);
    }

    /** Mostly the same as before, and then nothing is to do. */
    private void render(int status, long bodyBytes, int persistence) {
        if (status != headStatus || bodyBytes != headBodyBytes || persistence != headPersistence) {
            final byte[] head = head(status, bodyBytes, persistence).getBytes(StandardCharsets.US_ASCII);
            headBytes = head.length;
            out.clear();
            out.put(HEAD_ROOM - headBytes, head);
            headStatus = status;
            headBodyBytes = bodyBytes;
            headPersistence = persistence;
        }
    }

    private static String head(int status, long bodyBytes, int persistence) {
        return "HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: text/plain\r\n"
                + CONNECTION[persistence] + "Content-Length: " + bodyBytes + "\r\n\r\n";
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            default -> "Internal Server Error";
        };
    }
}
