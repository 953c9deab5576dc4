package weir.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The file by which clients find a Unix socket. The system leaves it behind when its process dies, and removes it for
 * nobody. Thread: whichever starts, then the loop that closes last.
 */
final class SocketFile {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final Path path;
    /** Tells this file from another that has taken its place meanwhile. */
    private final Object key;

    private SocketFile(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /** Removes what a dead process has left there. Fails when a process listens, or when it is no socket. */
    static void clear(UnixDomainSocketAddress address) throws IOException {
        if (isLeft(address)) {
            Files.deleteIfExists(address.getPath());
        }
    }

    /** Fails as {@link #clear} does, and removes nothing. */
    static void requireUsable(UnixDomainSocketAddress address) throws IOException {
        isLeft(address);
    }

    /** Fails when there is a file that is no socket. Connects to nobody. */
    static boolean isThere(UnixDomainSocketAddress address) throws IOException {
        final Path path = address.getPath();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        final int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE) != SOCKET) {
            throw new BindException("there is a file that is no socket");
        }
        return true;
    }

    private static boolean isLeft(UnixDomainSocketAddress address) throws IOException {
        if (!isThere(address)) {
            return false;
        }
        try {
            SocketChannel.open(address).close();
        } catch (ConnectException e) { // nobody listens
            return true;
        }
        throw new BindException("Address already in use");
    }

    /** The file of a socket that was just bound. */
    static SocketFile of(UnixDomainSocketAddress address, int mode) throws IOException {
        final Path path = address.getPath();
        Files.setPosixFilePermissions(path, permissions(mode));
        return new SocketFile(path, key(path));
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** The constants go from the owner's right to read, the highest bit, to the others' to execute. */
    static Set<PosixFilePermission> permissions(int mode) {
        final PosixFilePermission[] all = PosixFilePermission.values();
        final Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < all.length; i++) {
            if ((mode >> all.length - 1 - i & 1) != 0) {
                granted.add(all[i]);
            }
        }
        return granted;
    }

    /** Unless another file has taken its place. */
    void delete() throws IOException {
        try {
            if (key(path).equals(key)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody was faster.
        }
    }
}
