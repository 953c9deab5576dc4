package weir.config.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;

/**
 * A file that the configuration names, and that is read whole and with it. A relative path begins at the working
 * directory.
 */
final class SmallFile {
    private final int bytesMax;
    private final String accepted;

    /** @param accepted for who names one that cannot be read */
    SmallFile(int bytesMax, String accepted) {
        this.bytesMax = bytesMax;
        this.accepted = accepted;
    }

    /** Its bytes; null after a problem. */
    byte[] read(Location location) {
        final String text = location.text();
        if (text == null || text.isBlank()) {
            return location.refuse(accepted);
        }
        try {
            return BoundedFile.read(Path.of(text), bytesMax);
        } catch (InvalidPathException e) {
            return location.refuse(accepted);
        } catch (UnreadableFileException e) {
            return refuse(location, e.getMessage());
        }
    }

    /** Null. */
    <T> T refuse(Location location, String found) {
        return location.refuse(found + " at " + Quoted.text(location.text()), accepted);
    }

    /** For one with a secret in it, which has been read. */
    static void warnOfReaders(Location location) {
        try {
            if (Files.getPosixFilePermissions(Path.of(location.text())).contains(PosixFilePermission.OTHERS_READ)) {
                location.warn("every user of this machine may read the file; chmod 600 it");
            }
        } catch (UnsupportedOperationException | IOException e) {
            return; // a file system without such permissions, or the file has just gone
        }
    }
}
