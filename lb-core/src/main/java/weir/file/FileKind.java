package weir.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What a path can lead to, links followed. */
public enum FileKind {
    REGULAR("a file"),
    DIRECTORY("a directory"),
    PIPE("a named pipe"),
    SOCKET("a socket"),
    DEVICE("a device"),
    OTHER("something that is no regular file");

    /** The part of {@code st_mode} that says it (inode(7)). */
    private static final int KIND_BITS = 0170000;

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    /** Opens nothing. */
    public static FileKind of(Path path) throws IOException {
        final BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
            return REGULAR;
        }
        return attributes.isDirectory() ? DIRECTORY : special(path);
    }

    private static FileKind special(Path path) throws IOException {
        try {
            return switch ((int) Files.getAttribute(path, "unix:mode") & KIND_BITS) {
                case 0010000 -> PIPE;
                case 0140000 -> SOCKET;
                case 0020000, 0060000 -> DEVICE;
                default -> OTHER;
            };
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return OTHER; // a file system that has no such bits
        }
    }

    /** For people: a noun with its article. */
    public String words() {
        return words;
    }
}
