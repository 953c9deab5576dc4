package weir.config.value;

import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import weir.model.AddressText;

/** {@code unix:/path}. */
public final class UnixAddress {
    /** That of sockaddr_un on Linux, without the 0 at its end. */
    private static final int PATH_BYTES_MAX = 107;

    private static final String ACCEPTED = "unix: and the path of a socket, 1 to " + PATH_BYTES_MAX + " bytes";

    private UnixAddress() {}

    public static boolean isOne(String text) {
        return text != null && text.startsWith(AddressText.UNIX);
    }

    /** Null after a problem. */
    public static UnixDomainSocketAddress read(Location location) {
        final UnixDomainSocketAddress address = parse(location.text());
        return address == null ? location.refuse(ACCEPTED) : address;
    }

    /** Null when the path cannot be one. */
    public static UnixDomainSocketAddress parse(String text) {
        final String path = text.substring(AddressText.UNIX.length());
        final int bytes = path.getBytes(StandardCharsets.UTF_8).length;
        try {
            return bytes == 0 || bytes > PATH_BYTES_MAX || path.chars().anyMatch(Character::isISOControl)
                    ? null
                    : UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
