package weir.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in: surefire runs in lb-core, an IDE perhaps above it. Any thread. */
public final class Project {
    private static final Path ROOT = root();

    private Project() {}

    /** A file or folder of it, such as {@code docs/CONFIG.md}. */
    public static Path path(String below) {
        return ROOT.resolve(below);
    }

    private static Path root() {
        final Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("docs")) ? here : here.getParent();
    }
}
