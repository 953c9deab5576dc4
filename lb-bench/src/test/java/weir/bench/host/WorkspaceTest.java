package weir.bench.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void endsChildrenAndTheirChildrenAndRemovesFilesWhenClosed() throws IOException {
        final Workspace workspace = Workspace.open();
        final Child child = workspace.start("sleeper", List.of("sh", "-c", "sleep 60 & wait"));
        await().until(() -> child.pids().size() == 2);
        final List<ProcessHandle> tree = child.pids().stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
        Files.createDirectories(workspace.directory().resolve("a/b"));

        workspace.close();

        assertFalse(child.isAlive());
        assertTrue(tree.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(workspace.directory()));
    }

    /** As nginx does: who kills its worker before it has two. */
    @Test
    void killsAParentThatStartsItsChildAgain() throws IOException {
        try (Workspace workspace = Workspace.open()) {
            final Path pids = workspace.directory().resolve("pids");
            final String worker = "sh -c 'echo $$ >> " + pids + "; exec sleep 61'";
            final Child parent =
                    workspace.start("parent", List.of("sh", "-c", "while true; do " + worker + " & wait $!; done"));
            await().until(() -> Files.exists(pids) && Files.readString(pids).endsWith("\n"));
            parent.kill();
            assertTrue(
                    Files.readAllLines(pids).stream()
                            .map(Long::valueOf)
                            .noneMatch(pid -> ProcessHandle.of(pid)
                                    .map(ProcessHandle::isAlive)
                                    .orElse(false)),
                    () -> "a worker is left");
        }
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
