package weir.bench.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What stands on this program's class path beside Weir: the user's own classes, and what they need. */
public final class UserClassPath {
    private static final String WEIR = "weir/app/Main.class";

    private UserClassPath() {}

    /** In their order, without those that have a Weir in them: which one runs is said elsewhere. */
    public static List<String> entries() {
        return entries(System.getProperty("java.class.path"));
    }

    static List<String> entries(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> entry.isEmpty() ? "." : entry)
                .filter(entry -> !hasWeir(Path.of(entry)))
                .toList();
    }

    private static boolean hasWeir(Path entry) {
        if (!Files.isRegularFile(entry)) {
            return Files.exists(entry.resolve(WEIR));
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getEntry(WEIR) != null;
        } catch (IOException e) {
            return false; // the JVM takes it for empty, too
        }
    }
}
