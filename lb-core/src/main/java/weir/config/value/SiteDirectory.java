package weir.config.value;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import weir.file.BoundedFile;
import weir.file.UnreadableFileException;
import weir.http.HttpDate;
import weir.model.FileContent;
import weir.model.MediaType;
import weir.model.Site;
import weir.model.SiteFile;

/**
 * Reads the files below a directory, up to a size in all. Links are not followed, so nothing outside of it is read, and
 * hidden files and folders, such as {@code .git}, are left out, but for {@code .well-known}.
 */
public final class SiteDirectory {
    private final Path top;
    private final long bytesMax;
    private final List<SiteFile> files = new ArrayList<>();
    private int leftOut;
    private long bytes;

    /** What is wrong. */
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    private SiteDirectory(Path top, long bytesMax) {
        this.top = top;
        this.bytesMax = bytesMax;
    }

    /** Null after a problem. */
    public static List<SiteFile> read(Location location, long bytesMax) {
        final String accepted = "the path of a directory with at most " + Units.SIZE.show(bytesMax) + " and "
                + Site.FILES_MAX + " files";
        try {
            final Path named = Path.of(location.text());
            if (!Files.isDirectory(named)) {
                return location.refuse("no directory at " + Quoted.text(location.text()), accepted);
            }
            final SiteDirectory directory = new SiteDirectory(named.toRealPath(), bytesMax); // may be a link itself
            directory.walk();
            if (directory.leftOut > 0) {
                location.warn("left out, as they are links or no files: " + directory.leftOut);
            }
            return directory.files;
        } catch (InvalidPathException e) {
            return location.refuse(accepted);
        } catch (Refusal e) {
            return location.refuse(e.getMessage(), accepted);
        } catch (IOException e) {
            return location.refuse("a directory that cannot be read", accepted);
        }
    }

    private void walk() throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
                return !folder.equals(top) && isHidden(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                if (!is.isRegularFile()) {
                    leftOut++;
                } else if (!isHidden(file)) {
                    add(file, is);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isHidden(Path path) {
        final String name = path.getFileName().toString();
        return name.startsWith(".") && !name.equals(".well-known");
    }

    private void add(Path file, BasicFileAttributes is) throws IOException {
        final String path = top.relativize(file).toString();
        if (files.size() == Site.FILES_MAX) {
            throw new Refusal("more files");
        } else if (path.length() > SiteFile.PATH_BYTES_MAX || path.chars().anyMatch(c -> c < ' ')) {
            throw new Refusal("a file with the name " + Quoted.text(path));
        }
        try {
            final byte[] content = BoundedFile.read(file, (int) Math.min(Integer.MAX_VALUE - 8, bytesMax - bytes));
            bytes += content.length;
            final String modified = HttpDate.text(is.lastModifiedTime().toMillis());
            files.add(new SiteFile(path, MediaType.of(path), modified, new FileContent(content)));
        } catch (UnreadableFileException e) {
            throw new Refusal(e.getMessage() + " at " + Quoted.text(path));
        }
    }
}
