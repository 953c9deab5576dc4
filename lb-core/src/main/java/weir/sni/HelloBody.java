package weir.sni;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The body of a ClientHello that has come completely. What it holds beside the server's name, made-up extensions
 * (GREASE, RFC 8701) among it, is only stepped over. Thread: whoever made it.
 */
final class HelloBody {
    private static final int VERSION_AND_RANDOM_BYTES = 2 + 32;
    private static final int SESSION_ID_BYTES_MAX = 32;
    private static final int SERVER_NAME = 0; // RFC 6066 §3
    private static final int HOST_NAME = 0;
    private static final int NAME_BYTES_MAX = 255;
    private static final byte DELETE = 0x7f;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean isNameRead;
    private String serverName;

    HelloBody(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = end;
        at = from;
    }

    /** False when it is malformed. */
    boolean read() {
        at += VERSION_AND_RANDOM_BYTES;
        final int sessionIdBytes = length(1);
        if (sessionIdBytes < 0 || sessionIdBytes > SESSION_ID_BYTES_MAX) {
            return false;
        }
        at += sessionIdBytes;
        final int cipherBytes = length(2);
        if (cipherBytes < 2 || (cipherBytes & 1) != 0) {
            return false;
        }
        at += cipherBytes;
        final int compressionBytes = length(1);
        if (compressionBytes < 1) {
            return false;
        }
        at += compressionBytes;
        return at == end || readExtensions();
    }

    private boolean readExtensions() {
        if (length(2) != end - at) {
            return false;
        }
        while (at < end) {
            final int type = number(2);
            final int extensionBytes = length(2);
            if (type < 0 || extensionBytes < 0) {
                return false;
            }
            final int next = at + extensionBytes;
            if (type == SERVER_NAME && (isNameRead || !readServerName(next))) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /**
     * A list that may hold one name of each type, and there is only one type. What nobody can be called, such as
     * {@code a b}, is no fault: it is as if nothing were asked for. A dot at the end says that nothing follows, and is
     * no part of the name.
     */
    private boolean readServerName(int next) {
        if (length(2) != next - at || number(1) != HOST_NAME) {
            return false;
        }
        final int nameBytes = length(2);
        if (nameBytes < 1 || nameBytes > NAME_BYTES_MAX || at + nameBytes != next || hasControls(nameBytes)) {
            return false;
        }
        isNameRead = true;
        final int ownBytes = bytes[next - 1] == '.' ? nameBytes - 1 : nameBytes;
        if (ownBytes > 0 && isVisible(ownBytes)) {
            serverName = new String(bytes, at, ownBytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        }
        return true;
    }

    private boolean hasControls(int count) {
        for (int i = at; i < at + count; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' || bytes[i] == DELETE) {
                return true;
            }
        }
        return false;
    }

    private boolean isVisible(int count) {
        for (int i = at; i < at + count; i++) {
            if (bytes[i] <= ' ' || bytes[i] > '~') {
                return false;
            }
        }
        return true;
    }

    /** Reads how long something is; -1 when that is more than there is. */
    private int length(int lengthBytes) {
        final int length = number(lengthBytes);
        return length > end - at ? -1 : length;
    }

    /** -1 when there are not so many bytes. */
    private int number(int numberBytes) {
        if (end - at < numberBytes) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < numberBytes; i++) {
            number = number << 8 | bytes[at++] & 0xff;
        }
        return number;
    }

    /** In lower case; null when there is none. */
    String serverName() {
        return serverName;
    }
}
