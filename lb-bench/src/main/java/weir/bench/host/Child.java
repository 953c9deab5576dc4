package weir.bench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process we started, with the processes it started, and the file its output goes to. Any thread may stop it. */
public final class Child {
    private static final int STOP_SECONDS = 3;
    private static final int TAIL_LINES = 12;

    private final String name;
    private final Process process;
    private final Path log;

    Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** The process and all below it, for instance nginx's master and worker. */
    public List<Long> pids() {
        return tree().map(ProcessHandle::pid).toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** "name: ..." with the last lines it printed, for messages. */
    public String complaint(String what) throws IOException {
        final List<String> lines = output().lines().toList();
        final List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return name + " " + what + (tail.isEmpty() ? "" : "; it said:\n    " + String.join("\n    ", tail));
    }

    /** Its exit code. Refuses when it takes longer than {@code seconds}. */
    public int await(int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new CannotMeasure(complaint("did not end within " + seconds + " s"));
        }
        return process.exitValue();
    }

    /** Asks it to end, waits a little, then kills it and what is left below it. Harmless when it has ended. */
    public void stop() {
        final List<ProcessHandle> tree = tree().toList(); // before the parent is gone, and the link with it
        process.destroy();
        awaitEnd(List.of(process.toHandle()));
        tree.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(tree);
    }

    /** Ends it and all below it at once, so that it has no time to say goodbye to anybody. */
    public void kill() {
        final List<ProcessHandle> tree = tree().toList();
        // The parent first, as the tree has it: it would start a new worker for each that is gone.
        tree.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(tree);
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        final CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Not worth more patience: the caller goes on, and kills it if it has not yet.
        }
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }
}
