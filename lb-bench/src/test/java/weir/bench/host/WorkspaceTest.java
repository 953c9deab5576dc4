package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void endsChildrenAndTheirChildrenAndRemovesFilesWhenClosed() throws IOException {
        final Workspace workspace = Workspace.open();
        final Child child = workspace.start("sleeper", List.of("sh", "-c", "sleep 60 & wait"));
        final List<ProcessHandle> tree = child.pids().stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
        Files.createDirectories(workspace.directory().resolve("a/b"));

        workspace.close();

        assertFalse(child.isAlive());
        assertTrue(tree.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(workspace.directory()));
    }

    @Test
    void returnsWhatACommandPrints() throws IOException, InterruptedException {
        try (Workspace workspace = Workspace.open()) {
            assertEquals("hello\n", workspace.run("echo", List.of("echo", "hello"), 10));
        }
    }

    @Test
    void refusesAFailedCommandWithWhatItSaid() throws IOException {
        try (Workspace workspace = Workspace.open()) {
            final CannotMeasure e = assertThrows(
                    CannotMeasure.class,
                    () -> workspace.run("tool", List.of("sh", "-c", "echo no such thing >&2; exit 3"), 10));
            assertEquals("tool ended with exit code 3; it said:\n    no such thing", e.getMessage());
        }
    }

    @Test
    void startsNothingOnceClosed() throws IOException {
        final Workspace workspace = Workspace.open();
        workspace.close();
        assertThrows(CannotMeasure.class, () -> workspace.start("late", List.of("true")));
    }
}
