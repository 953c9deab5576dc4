package weir.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /**
     * Opens nothing.
     *
     * @throws NoSuchFileException also where a file stands in the place of a directory of the path: JDK 25 says so by
     *     itself, JDK 17 gives the system's own words
     */
    public static FileKind of(Path path) throws IOException {
        final BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (FileSystemException e) {
            throw leadsThroughAFile(path) ? new NoSuchFileException(path.toString()) : e;
        }
        if (attributes.isRegularFile()) {
            return REGULAR;
        }
        return attributes.isDirectory() ? DIRECTORY : special(path);
    }

    private static boolean leadsThroughAFile(Path path) {
        Path above = path.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
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
