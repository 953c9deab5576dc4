package weir.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of docs/BALANCING.md that compare the documented algorithm with a built-in one, with the built jars, as
 * they stand there.
 */
@Tag("system")
final class CustomAlgorithmIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path folder;

    static Stream<String> commands() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/BALANCING.md")).stream()
                .filter(line -> line.startsWith("    java -cp lb-bench/"))
                .map(String::strip);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isComparedAsDocumented(String command) throws Exception {
        compile();
        final String text = Shell.run(folder, "-c", "exec " + here(command));
        assertTrue(text.lines().anyMatch(line -> line.startsWith("com.example.JoinIdle ")), text);
    }

    /** The class path in the folder of the classes. */
    private static String here(String command) {
        final String weir = " slow-backend --weir-jar " + ROOT.resolve("lb-core/target/weir.jar");
        return command.replace(
                        "lb-bench/target", ROOT.resolve("lb-bench/target").toString())
                .replace(" slow-backend", weir);
    }

    private void compile() throws IOException {
        final Path source = folder.resolve("JoinIdle.java");
        Files.writeString(source, Shell.joinIdle(ROOT));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            final List<String> options =
                    List.of("-d", folder.resolve("classes").toString(), "-cp", ROOT + "/lb-core/target/weir.jar");
            assertTrue(
                    compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                            .call(),
                    messages::toString);
        }
    }
}
