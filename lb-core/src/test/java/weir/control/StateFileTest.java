package weir.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.config.StateText;
import weir.model.AddedBackend;
import weir.model.AdminState;
import weir.model.Backend;
import weir.model.OperatorPoolState;
import weir.model.OperatorState;

final class StateFileTest {
    private static final OperatorState ALL = state(new OperatorPoolState(
            List.of(
                    new OperatorPoolState.Change("127.0.0.1:9001", AdminState.DRAIN, null),
                    new OperatorPoolState.Change("b2", AdminState.MAINTENANCE, 0.0)),
            List.of(
                    new AddedBackend("[::1]:9003"),
                    new AddedBackend("b4", "app.internal:80", 2.5, 7, true),
                    new AddedBackend("b5", "127.0.0.1:9005", 1, Backend.UNLIMITED, false)),
            List.of(new OperatorPoolState.Removed("b6", "localhost:9006"))));

    @TempDir
    Path folder;

    private static OperatorState state(OperatorPoolState pool) {
        return new OperatorState(Map.of("app", pool));
    }

    private static OperatorState weight(double weight) {
        return state(OperatorPoolState.NONE.withWeight("b1", weight));
    }

    private Path path() {
        return folder.resolve("state.json");
    }

    private OperatorState read() {
        final StateText.Result result = StateText.read(path());
        assertEquals(List.of(), result.problems());
        return result.state();
    }

    @Test
    void isReadAsItWasWritten() {
        assertNull(new StateFile(path(), OperatorState.NONE).save(ALL));
        assertEquals(ALL, read());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-7, 0.1, 1 / 3.0, 1, 255.99999999999997, 256})
    void keepsEachWeightExactly(double weight) {
        new StateFile(path(), OperatorState.NONE).save(weight(weight));
        assertEquals(weight(weight), read());
    }

    @Test
    void keepsThatNothingIsChangedAnyMore() {
        final StateFile file = new StateFile(path(), OperatorState.NONE);
        file.save(ALL);
        file.save(OperatorState.NONE);
        assertEquals(OperatorState.NONE, read());
    }

    @Test
    void leavesTheFileAloneWhenItSaysThatAlready() throws IOException {
        final StateFile file = new StateFile(path(), OperatorState.NONE);
        file.save(ALL);
        final FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(path(), longAgo);
        assertNull(file.save(state(ALL.pool("app"))));
        assertEquals(longAgo, Files.getLastModifiedTime(path()));
        assertEquals(1, file.writes());
    }

    @Test
    void leavesNothingBesideIt() throws IOException {
        Files.writeString(folder.resolve("state.json.tmp"), "of one that was killed");
        new StateFile(path(), OperatorState.NONE).save(ALL);
        assertEquals(List.of(path()), files());
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Somebody who may write into the directory must not be able to have Weir overwrite what only Weir may write. */
    @Test
    void writesThroughNoLink() throws IOException {
        final Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.createSymbolicLink(folder.resolve("state.json.tmp"), precious);
        assertNull(new StateFile(path(), OperatorState.NONE).save(ALL));
        assertEquals("precious", Files.readString(precious));
        assertEquals(ALL, read());
    }

    @Test
    void saysWhyItCannotBeWrittenAndKeepsWhatItHas() throws IOException {
        final StateFile file = new StateFile(path(), OperatorState.NONE);
        file.save(weight(2));
        final Path inTheWay = Files.createDirectories(folder.resolve("state.json.tmp/x"));
        assertNotNull(file.save(weight(3)));
        assertEquals(file.save(weight(3)), file.trouble());
        assertEquals(2, file.failures());
        assertEquals(weight(2), read());

        Files.delete(inTheWay);
        assertNull(file.save(weight(3)));
        assertNull(file.trouble());
        assertEquals(weight(3), read());
    }

    @Test
    void isWellAgainWhenWhatCouldNotBeKeptIsTakenBack() throws IOException {
        final StateFile file = new StateFile(path(), OperatorState.NONE);
        Files.createDirectories(folder.resolve("state.json.tmp/x"));
        assertNotNull(file.save(weight(3)));
        assertNull(file.save(OperatorState.NONE));
        assertNull(file.trouble());
    }

    @Test
    void tellsBeforehandWhatIsInTheWay() throws IOException {
        assertNull(StateFile.obstacle(path()));
        assertTrue(StateFile.obstacle(folder.resolve("none/state.json")).endsWith("its directory does not exist"));
        assertTrue(StateFile.obstacle(folder).endsWith("is a directory"));
        assertFalse(Files.exists(path()), "it only looks");
    }

    @Test
    void canBeReadByPeople() {
        final String text = new String(StateJson.text(weight(2)), StandardCharsets.UTF_8);
        assertEquals("""
                {
                  "weir-state" : 1,
                  "pools" : {
                    "app" : {
                      "changed" : [
                        {
                          "id" : "b1",
                          "weight" : 2
                        }
                      ]
                    }
                  }
                }
                """, text);
    }
}
