package weir.sni;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the first message of a TLS client (RFC 8446 §4.1.2, and the same in TLS 1.0 to 1.2), which may be cut into any
 * number of records, and those into any number of reads.
 *
 * <pre>
 *   record:  type 22 | version 3.x | length, 2 bytes | a piece of the message
 *   message: type 1 | length, 3 bytes | body
 * </pre>
 *
 * <p>Made for one connection. Copies the message as it comes, a kilobyte or two, and no byte twice; what was read is
 * left as it is. Thread: whoever made it.
 */
public final class ClientHello {
    /** What is known so far. */
    public enum State {
        NEED_MORE,
        /** {@link #serverName} is known, or that there is none. */
        COMPLETE,
        /** {@link #fault} tells why. */
        REFUSED
    }

    /** Of the message. Real ones have up to 2 KiB; servers refuse more than this, too. */
    static final int BYTES_MAX = 16 * 1024;

    private static final int RECORD_HEAD_BYTES = 5;
    private static final int RECORD_BYTES_MAX = 1 << 14; // RFC 8446 §5.1
    private static final byte HANDSHAKE = 22;
    private static final byte VERSION_MAJOR = 3;
    private static final int MESSAGE_HEAD_BYTES = 4;
    private static final byte CLIENT_HELLO = 1;

    /** Bytes that were looked at, from the start of the connection. */
    private int seen;
    /** Of the record that is being read. */
    private int recordLeft;

    private byte[] message = new byte[512];
    private int messageBytes;
    private int messageEnd = MESSAGE_HEAD_BYTES;
    private String serverName;
    private HelloFault fault;

    /** Goes on with {@code in[start, end)}: all that has come since the connection began, unchanged. */
    public State parse(ByteBuffer in, int start, int end) {
        while (messageBytes < messageEnd) {
            if (recordLeft == 0) {
                final State state = beginRecord(in, start + seen, end);
                if (state != null) {
                    return state;
                }
            }
            final int count = Math.min(Math.min(recordLeft, messageEnd - messageBytes), end - start - seen);
            if (count == 0) {
                return State.NEED_MORE;
            }
            take(in, start + seen, count);
            if (message[0] != CLIENT_HELLO) {
                return refuse(HelloFault.MALFORMED);
            }
            if (messageBytes == MESSAGE_HEAD_BYTES) {
                messageEnd = MESSAGE_HEAD_BYTES + bodyBytes();
            }
            if (messageEnd > BYTES_MAX) {
                return refuse(HelloFault.TOO_LARGE);
            }
        }
        final HelloBody body = new HelloBody(message, MESSAGE_HEAD_BYTES, messageEnd);
        if (!body.read()) {
            return refuse(HelloFault.MALFORMED);
        }
        serverName = body.serverName();
        return State.COMPLETE;
    }

    /** Null when there is a record to be read. */
    private State beginRecord(ByteBuffer in, int at, int end) {
        if (at < end && in.get(at) != HANDSHAKE || at + 1 < end && in.get(at + 1) != VERSION_MAJOR) {
            return refuse(seen == 0 ? HelloFault.NOT_TLS : HelloFault.MALFORMED);
        }
        if (end - at < RECORD_HEAD_BYTES) {
            return State.NEED_MORE;
        }
        recordLeft = (in.get(at + 3) & 0xff) << 8 | in.get(at + 4) & 0xff;
        seen += RECORD_HEAD_BYTES;
        return recordLeft == 0 || recordLeft > RECORD_BYTES_MAX ? refuse(HelloFault.MALFORMED) : null;
    }

    /** Memory grows with what has come, not with what was announced. */
    private void take(ByteBuffer in, int at, int count) {
        if (messageBytes + count > message.length) {
            message = Arrays.copyOf(message, Math.max(2 * message.length, messageBytes + count));
        }
        in.get(at, message, messageBytes, count);
        messageBytes += count;
        recordLeft -= count;
        seen += count;
    }

    private int bodyBytes() {
        return (message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | message[3] & 0xff;
    }

    private State refuse(HelloFault why) {
        fault = why;
        return State.REFUSED;
    }

    /** In lower case; null when the client names none. After {@link State#COMPLETE}. */
    public String serverName() {
        return serverName;
    }

    /** After {@link State#REFUSED}. */
    public HelloFault fault() {
        return fault;
    }
}
