package weir.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a file as a whole, if it is one and not too large. Opening a named pipe waits until somebody writes to it, and
 * a device may never end; so what the path leads to is looked at before it is opened. Whoever exchanges it in between
 * can still have the reader wait: a thread that others depend on must not read files.
 *
 * <p>Blocks on the disk. Any thread.
 */
public final class BoundedFile {
    private BoundedFile() {}

    /** A regular file; links are followed. */
    public static byte[] read(Path path, int bytesMax) throws UnreadableFileException {
        return read(path, bytesMax, false);
    }

    /**
     * The same, or what is written to a pipe, for paths that an operator has typed: a shell makes {@code <(command)}
     * one. Waits for as long as the writer takes.
     */
    public static byte[] readFileOrPipe(Path path, int bytesMax) throws UnreadableFileException {
        return read(path, bytesMax, true);
    }

    private static byte[] read(Path path, int bytesMax, boolean mayBePipe) throws UnreadableFileException {
        try {
            final FileKind kind = FileKind.of(path);
            if (kind == FileKind.PIPE && mayBePipe) {
                return bytes(path, bytesMax);
            } else if (kind != FileKind.REGULAR) {
                throw new UnreadableFileException(UnreadableFileException.Why.OTHER_KIND, kind.words(), null);
            } else if (Files.size(path) > bytesMax) {
                throw tooLarge();
            }
            return bytes(path, bytesMax);
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException(UnreadableFileException.Why.MISSING, "no file", e);
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException(UnreadableFileException.Why.FORBIDDEN, "a file that may not be read", e);
        } catch (IOException e) {
            throw new UnreadableFileException(
                    UnreadableFileException.Why.UNREAD, "a file that cannot be read (" + reason(e) + ")", e);
        }
    }

    /** The size that a file says it has is no promise. */
    private static byte[] bytes(Path path, int bytesMax) throws IOException, UnreadableFileException {
        try (InputStream in = Files.newInputStream(path)) {
            final byte[] bytes = in.readNBytes(bytesMax + 1); // one more shows that there is more
            if (bytes.length > bytesMax) {
                throw tooLarge();
            }
            return bytes;
        }
    }

    /** Without the path, which the caller knows. */
    private static String reason(IOException e) {
        final String reason = e instanceof FileSystemException ofFile ? ofFile.getReason() : e.getMessage();
        return reason == null ? "no reason given" : reason;
    }

    private static UnreadableFileException tooLarge() {
        return new UnreadableFileException(UnreadableFileException.Why.TOO_LARGE, "a file that is too large", null);
    }
}
