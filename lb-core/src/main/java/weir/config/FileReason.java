package weir.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import weir.file.FileKind;

/** Why a file cannot be written, for people: the JDK's messages for some reasons are just a path. Any thread. */
public final class FileReason {
    private FileReason() {}

    /** Why no file could be made there, as far as that can be told without trying; null = one could. */
    public static String obstacle(Path path) {
        final Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            return "it is a directory";
        } else if (directory == null || !Files.isDirectory(directory)) {
            return "its directory does not exist";
        }
        return Files.isWritable(directory) ? null : "its directory is not writable";
    }

    /** The same for one that is written on where it is there already; links are followed, as opening it does. */
    public static String obstacleToAppend(Path path) {
        try {
            return switch (FileKind.of(path)) {
                case DIRECTORY -> "it is a directory";
                case SOCKET -> "it is a socket";
                default -> Files.isWritable(path) ? null : "permission denied";
            };
        } catch (NoSuchFileException e) {
            return obstacleToMake(path);
        } catch (IOException e) { // a link that leads to itself, a name that is too long
            final String reason = obstacle(path);
            return reason == null ? of(e) : reason;
        }
    }

    /** Of a file that is not there: a link that leads to none has it made where it leads. */
    private static String obstacleToMake(Path path) {
        try {
            return Files.isSymbolicLink(path)
                    ? obstacleToAppend(path.resolveSibling(Files.readSymbolicLink(path)))
                    : obstacle(path);
        } catch (IOException e) {
            return of(e);
        }
    }

    /** Why it cannot be written. */
    public static String of(Throwable trouble) {
        if (trouble instanceof NoSuchFileException) {
            return "its directory does not exist";
        } else if (trouble instanceof AccessDeniedException) {
            return "permission denied";
        } else if (trouble instanceof FileSystemException e) {
            return e.getReason() == null ? e.getFile() + " is in the way" : e.getReason();
        }
        return trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
    }
}
