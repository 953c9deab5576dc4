package weir.system;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of others. Where one is not installed its tests are skipped, but never on the build machine. */
final class Peers {
    private static final boolean IS_CI = "true".equals(System.getenv("CI"));

    private Peers() {}

    /** The program, or an end of the test. */
    static Path require(String program) {
        final String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(program + " is not installed"));
    }

    /** The file, or an end of the test. */
    static Path require(Path file) {
        return Files.isRegularFile(file) ? file : missing("there is no " + file);
    }

    private static Path missing(String what) {
        final String message = what + ": its tests cannot run";
        if (IS_CI) {
            fail(message);
        }
        Assumptions.abort(message);
        throw new AssertionError(message);
    }
}
