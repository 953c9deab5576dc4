package weir.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both self-contained jars must carry. */
@Tag("system")
final class JarIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String TEXTS = "(META-INF/)?(LICENSE|NOTICE)[^/]*|META-INF/[^/]*-LICENSE|META-INF/license/.*";

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        final JarEntry entry = jar.getJarEntry(name);
        assertNotNull(entry, name);
        return jar.getInputStream(entry).readAllBytes();
    }

    /** The libraries that are in it, of those that the tests run with. */
    private static List<Path> libraries(JarFile jar) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar") && !path.startsWith(ROOT))
                .filter(path -> isIn(path, jar))
                .toList();
    }

    private static boolean isIn(Path library, JarFile jar) {
        try (JarFile opened = new JarFile(library.toFile())) {
            final List<String> classes = opened.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .toList();
            return !classes.isEmpty() && classes.stream().allMatch(name -> jar.getJarEntry(name) != null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb-core/target/weir.jar", "lb-bench/target/weir-bench.jar"})
    void carriesItsOwnLicenceAndThoseOfEachLibrary(String path) throws Exception {
        try (JarFile jar = new JarFile(ROOT.resolve(path).toFile())) {
            for (String own : List.of("LICENSE", "NOTICE")) {
                assertArrayEquals(Files.readAllBytes(ROOT.resolve(own)), bytes(jar, "META-INF/" + own));
            }
            final List<Path> libraries = libraries(jar);
            assertTrue(libraries.size() >= 9, libraries::toString);
            for (Path library : libraries) {
                final String artifact =
                        library.getParent().getParent().getFileName().toString(); // of the local repository
                try (JarFile opened = new JarFile(library.toFile())) {
                    for (JarEntry text : opened.stream()
                            .filter(entry ->
                                    !entry.isDirectory() && entry.getName().matches(TEXTS))
                            .toList()) {
                        assertArrayEquals(
                                bytes(opened, text.getName()),
                                bytes(jar, "META-INF/licenses/" + artifact + "/" + text.getName()),
                                library + " " + text);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb-core/target/weir.jar", "lb-bench/target/weir-bench.jar"})
    void hasNothingTwiceAndLoadsNativeCodeWithoutAWarning(String path) throws Exception {
        try (JarFile jar = new JarFile(ROOT.resolve(path).toFile())) {
            final Set<String> names = new HashSet<>();
            jar.stream().forEach(entry -> assertTrue(names.add(entry.getName()), entry.getName()));
            assertEquals("ALL-UNNAMED", jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"));
        }
    }
}
