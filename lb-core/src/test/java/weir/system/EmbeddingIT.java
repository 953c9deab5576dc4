package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Compiled;

/** The programs of docs/EMBEDDING.md, compiled against the built jar and run beside it. */
@Tag("system")
@Timeout(60)
final class EmbeddingIT {
    private static final int BY_SIGTERM = 143;

    @AutoClose
    private final Stage stage = new Stage();

    private Folder classes;

    @BeforeEach
    void compile() throws IOException {
        classes = stage.add(Folder.make());
        final List<String> programs = Compiled.blocks("docs/EMBEDDING.md", "java");
        assertEquals(2, programs.size());
        for (String program : programs) {
            Compiled.into(classes.path(), Jar.path(), program);
        }
    }

    private Child run(String program, String argument) throws IOException {
        final String classPath = Path.of(Jar.path()).toAbsolutePath() + File.pathSeparator + classes.path();
        final String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return stage.add(
                Child.start(List.of(java, "-ea", "-Xmx128m", "-cp", classPath, program, argument), classes.path()));
    }

    private ScriptedBackend backend() throws IOException {
        return stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
        });
    }

    @Test
    void theProgramWithAFileServesUntilItIsTerminated() throws Exception {
        final Child front = run("com.example.Front", file(Yaml.before(backend().port())));
        final String bound = front.awaitLine("web at ");
        final int port = Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
        assertEquals(200, RawClient.getOnce(port, "/").status());
        front.terminate();
        assertEquals(BY_SIGTERM, front.awaitEnd(), front::toString);
    }

    @Test
    void theProgramWithAFileTellsWhatIsWrong() throws Exception {
        final String yaml = "listeners: {web: {bind: 0, pol: app}}\npools: {app: {backends: [127.0.0.1:9001]}}\n";
        final Child front = run("com.example.Front", file(yaml));
        assertEquals(2, front.awaitEnd());
        assertTrue(
                front.err().get(0).contains("weir.yaml:1: listeners.web: found unknown key \"pol\""), front::toString);
    }

    private String file(String yaml) throws IOException {
        return classes.write("weir.yaml", yaml).toString();
    }

    @Test
    void theProgramWithRecordsServesStopsAndEnds() throws Exception {
        final Child once = run("com.example.Once", Integer.toString(backend().port()));
        assertEquals(0, once.awaitEnd(), once::toString);
        assertEquals(List.of("hello"), once.out());
    }
}
