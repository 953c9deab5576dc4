package weir.config;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

    /** The same for one that is written on where it is there already. */
    public static String obstacleToAppend(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            return Files.isWritable(path) ? null : "permission denied";
        }
        return obstacle(path);
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
