package weir.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.tinylog.Logger;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;
import weir.model.AddressRange;
import weir.model.NetworkSource;
import weir.snapshot.AccessList;
import weir.text.OneLine;

/**
 * A file of networks that an access list has: read again when it has changed. One that cannot be used changes nothing,
 * and is told of once. Thread: {@code files}.
 */
final class AccessFile {
    private final AccessList list;
    private final Path file;
    /** Null before the first look, which reads the file: it may have changed since the configuration was read. */
    private String seen;
    /** It has changed, and whoever writes it may not be done: it is read when it has not changed between two looks. */
    private String changing;

    AccessFile(AccessList list, Path file) {
        this.list = list;
        this.file = file;
    }

    /** Blocks on the disk. */
    void look() {
        final String now = stamp();
        if (now.equals(seen)) {
            return;
        }
        final boolean isFirst = seen == null;
        if (!isFirst && !now.equals(changing)) {
            changing = now;
            return;
        }
        try {
            final String text =
                    new String(BoundedFile.read(file, NetworkSource.FILE_BYTES_MAX), StandardCharsets.UTF_8);
            if (!isFirst && !stamp().equals(now)) {
                return; // it goes on changing
            }
            seen = now;
            final List<AddressRange> networks = NetworkSource.parse(text);
            list.update(file, networks, !isFirst);
            if (!isFirst) {
                Logger.info("{}: {} networks of {} are in use", list.where(), networks.size(), file);
            }
        } catch (UnreadableFileException | IllegalArgumentException e) {
            seen = now;
            list.onFailure();
            Logger.error(
                    "{}: {} cannot be used, its networks of before stay: {}",
                    list.where(),
                    file,
                    OneLine.of(e.getMessage()));
        }
    }

    /** Follows links. */
    private String stamp() {
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
