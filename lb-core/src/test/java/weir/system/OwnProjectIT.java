package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.testkit.Compiled;
import weir.testkit.Project;

/**
 * The project of docs/BALANCING.md, as somebody makes it who tests an algorithm of one's own: its pom, its class and
 * its three lines.
 */
@Tag("system")
@Timeout(600)
final class OwnProjectIT {
    private static final Pattern TESTS_RUN = Pattern.compile("Tests run: ([0-9]+), Failures: 0, Errors: 0");
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final int JAVA_17 = 61;

    @TempDir
    Path folder;

    @BeforeEach
    void makeProject() throws IOException {
        final List<String> xml = Compiled.blocks("docs/BALANCING.md", "xml");
        final List<String> java = Compiled.blocks("docs/BALANCING.md", "java");
        write("pom.xml", xml.get(0));
        write("src/main/java/com/example/JoinIdle.java", java.get(0));
        write("src/test/java/com/example/JoinIdleTest.java", java.get(1));
        makeRepository();
    }

    private void write(String name, String text) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** This machine's, seen through links, with the jars of this build as {@code mvn install} would put them there. */
    private void makeRepository() throws IOException {
        final Path repository = Files.createDirectories(folder.resolve("repository"));
        final Path real =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        try (Stream<Path> groups = Files.list(real)) {
            for (Path group : groups.filter(Files::isDirectory).toList()) {
                if (!group.endsWith("weir")) {
                    Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
                }
            }
        }
        final Path target = Path.of(Jar.path()).toAbsolutePath().getParent();
        install(Project.path("pom.xml"), "weir-parent", ".pom");
        install(Project.path("lb-core/pom.xml"), "lb-core", ".pom");
        install(target.resolve("lb-core-" + VERSION + ".jar"), "lb-core", ".jar");
        install(target.resolve("lb-core-" + VERSION + "-tests.jar"), "lb-core", "-tests.jar");
    }

    /** Before the folder is deleted: what the links lead to is not ours. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> groups = Files.list(folder.resolve("repository"))) {
            for (Path link : groups.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private void install(Path file, String artifact, String ending) throws IOException {
        final Path to = Files.createDirectories(folder.resolve("repository/weir/" + artifact + '/' + VERSION));
        Files.copy(file, to.resolve(artifact + '-' + VERSION + ending));
    }

    private record Build(int status, String output) {}

    /** What the machine has is used; what it lacks is fetched. */
    private Build mvnTest() throws IOException, InterruptedException {
        final Build offline = mvn("-o", "test");
        return offline.output().contains("offline mode") ? mvn("test") : offline;
    }

    private Build mvn(String... arguments) throws IOException, InterruptedException {
        final List<String> command =
                new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dmaven.repo.local=" + folder.resolve("repository")));
        command.addAll(List.of(arguments));
        final File output = folder.resolve("output.txt").toFile();
        final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        final Process process =
                builder.redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "mvn takes its time");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Build(process.exitValue(), Files.readString(output.toPath()));
    }

    @Test
    void theDocumentedProjectRunsTheContractAndFailsWithoutATest() throws Exception {
        final Build whole = mvnTest();
        assertEquals(0, whole.status(), whole.output());
        final Matcher run = TESTS_RUN.matcher(whole.output());
        assertTrue(run.find() && Integer.parseInt(run.group(1)) > 10, whole.output());
        final byte[] classFile = Files.readAllBytes(folder.resolve("target/classes/com/example/JoinIdle.class"));
        assertEquals(JAVA_17, classFile[6] << 8 | classFile[7]);

        write("src/test/java/com/example/JoinIdleTest.java", "package com.example;\n\nclass JoinIdleTest {}\n");
        final Build without = mvnTest();
        assertNotEquals(0, without.status(), without.output());
        assertTrue(without.output().contains("No tests"), without.output());
    }
}
