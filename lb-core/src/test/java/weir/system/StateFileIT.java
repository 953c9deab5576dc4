package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators have changed is there again, however Weir ended. */
@Tag("system")
@Timeout(90)
final class StateFileIT {
    private static final String PATH = "/api/pools/app/backends";

    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    Path folder;

    private FaultyBackend first;
    private FaultyBackend second;
    private FaultyBackend third;
    private WeirProcess weir;
    private AdminClient admin;

    @BeforeEach
    void start() throws IOException {
        first = stage.add(new FaultyBackend("first", 0));
        second = stage.add(new FaultyBackend("second", 0));
        third = stage.add(new FaultyBackend("third", 0));
        run();
    }

    private Path file() {
        return folder.resolve("state.json");
    }

    private String yaml() {
        return Yaml.of(
                "loops: 2\nadmin: {bind: 127.0.0.1:0}\nstate-file: " + file(),
                ", health: none",
                first.port(),
                second.port());
    }

    private void run() throws IOException {
        weir = stage.weir(yaml());
        admin = new AdminClient(weir.adminPort());
    }

    private void terminateAndRun() throws IOException {
        weir.terminate();
        assertEquals(0, weir.awaitEnd());
        run();
    }

    private void killAndRun() throws IOException {
        stage.add(weir).close();
        run();
    }

    private int weir(String... arguments) throws IOException {
        final List<String> all = List.of(arguments);
        final Child child = stage.add(Child.start(Jar.command(List.of("-Xmx64m"), all)));
        return child.awaitEnd();
    }

    private static String target(FaultyBackend backend) {
        return "app/127.0.0.1:" + backend.port();
    }

    private String url() {
        return "http://127.0.0.1:" + admin.port();
    }

    private void expectsOnly(FaultyBackend backend) throws IOException {
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    backend.name(),
                    RawClient.getOnce(weir.port(), "/").field(FaultyBackend.NAME_FIELD),
                    () -> weir.log().toString());
        }
    }

    private void expectsFirstDrainedSecondGoneThirdAdded() throws IOException {
        expectsOnly(third);
        assertEquals("drain", admin.member(first.port(), "state"));
        assertEquals("3", admin.member(third.port(), "weight"));
        assertEquals("5", admin.member(third.port(), "max_connections"));
        assertEquals(
                404, admin.ask("GET", PATH + "/127.0.0.1:" + second.port(), "").status());
    }

    @Test
    void keepsWhatOperatorsHaveChanged() throws IOException {
        assertEquals(0, weir("drain", target(first), "--admin", url()));
        assertEquals(0, weir("add", "app", "127.0.0.1:" + third.port(), "--max-connections", "5", "--admin", url()));
        admin.change(third.port(), "\"weight\": 3");
        assertEquals(
                204,
                admin.ask("DELETE", PATH + "/127.0.0.1:" + second.port(), "").status());
        expectsFirstDrainedSecondGoneThirdAdded();

        terminateAndRun();
        expectsFirstDrainedSecondGoneThirdAdded();

        killAndRun();
        expectsFirstDrainedSecondGoneThirdAdded();

        admin.change(first.port(), "\"state\": \"ready\"");
        admin.change(third.port(), "\"state\": \"maintenance\"");
        killAndRun();
        expectsOnly(first);
        admin.change(third.port(), "\"state\": \"ready\"");
        assertEquals("true", admin.member(third.port(), "usable"));
    }

    @Test
    void doesWhatItCannotKeepAndSaysSo() throws IOException {
        final Path inTheWay = Files.createDirectories(folder.resolve("state.json.tmp/x"));
        final RawResponse drained = admin.ask("PUT", PATH + "/127.0.0.1:" + first.port(), "{\"state\": \"drain\"}");
        assertEquals(200, drained.status());
        assertTrue(drained.field("Weir-Not-Kept").endsWith("is in the way"), drained.field("Weir-Not-Kept"));
        expectsOnly(second);
        assertEquals(1, admin.metrics().get("weir_events_total{event=\"state_write_failures\"}"));
        assertFalse(Files.exists(file()));

        Files.delete(inTheWay);
        final RawResponse again = admin.ask("PUT", PATH + "/127.0.0.1:" + first.port(), "{\"state\": \"drain\"}");
        assertNull(again.field("Weir-Not-Kept"));
        assertTrue(Files.readString(file()).contains("drain"));
    }

    @Test
    void refusesToStartWithAFileThatIsSomethingElse() throws IOException {
        weir.terminate();
        weir.awaitEnd();
        Files.writeString(file(), "precious: 1\n");
        final Path config = Files.writeString(folder.resolve("weir.yaml"), yaml());
        for (String command : List.of("run", "check")) {
            final Child child =
                    stage.add(Child.start(Jar.command(List.of("-Xmx64m"), List.of(command, config.toString()))));
            assertEquals(2, child.awaitEnd());
            assertTrue(child.err().get(0).contains("state.json:1: found unknown key \"precious\""), child::toString);
        }
        assertEquals("precious: 1\n", Files.readString(file()));
    }
}
