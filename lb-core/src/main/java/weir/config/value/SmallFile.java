package weir.config.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import weir.file.BoundedFile;
import weir.file.UnfitFile;

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
    byte[] read(Place place) {
        final String text = place.text();
        if (text == null || text.isBlank()) {
            return place.refuse(accepted);
        }
        try {
            return BoundedFile.read(Path.of(text), bytesMax);
        } catch (InvalidPathException e) {
            return place.refuse(accepted);
        } catch (UnfitFile e) {
            return refuse(place, e.getMessage());
        }
    }

    /** Null. */
    <T> T refuse(Place place, String found) {
        return place.refuse(found + " at " + Quoted.text(place.text()), accepted);
    }

    /** For one with a secret in it, which has been read. */
    static void warnOfReaders(Place place) {
        try {
            if (Files.getPosixFilePermissions(Path.of(place.text())).contains(PosixFilePermission.OTHERS_READ)) {
                place.warn("every user of this machine may read the file; chmod 600 it");
            }
        } catch (UnsupportedOperationException | IOException e) {
            return; // a file system without such permissions, or the file has just gone
        }
    }
}
