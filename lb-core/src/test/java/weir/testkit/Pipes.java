package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The pipes of this process, of which Conscrypt opens one for each engine: what is left of an engine that nobody has
 * told to let go stays open until a garbage collection finds it. Those of others may vanish meanwhile, so only new ones
 * count. Linux only. Thread: any.
 */
public final class Pipes {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Set<String> before;

    private Pipes() {
        before = open();
    }

    /** Those that are open now are not to be counted. */
    public static Pipes remember() {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not tell what is open");
        return new Pipes();
    }

    /** Opened since. */
    public int more() {
        final Set<String> now = open();
        now.removeAll(before);
        return now.size();
    }

    public void expectsNoMore() {
        assertEquals(0, more(), "pipes left open");
    }

    private static Set<String> open() {
        final Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                try {
                    names.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    continue; // closed meanwhile: the one we look with
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        names.removeIf(name -> !name.startsWith("pipe:"));
        return names;
    }
}
