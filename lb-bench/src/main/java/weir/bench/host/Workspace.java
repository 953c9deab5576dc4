package weir.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary directory and the child processes of one command. Closing it ends the children, youngest first, and
 * removes the files; a shutdown hook closes it on Ctrl-C.
 *
 * <p>Thread: the command's thread and the shutdown hook meet here, hence the lock.
 */
public final class Workspace implements AutoCloseable {
    private final Path directory;
    private final Deque<Child> children = new ArrayDeque<>();
    private final Thread hook = new Thread(this::clear, "clean-up");
    private boolean cleared;
    private int startedCount;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    public static Workspace open() throws IOException {
        final Workspace workspace = new Workspace(Files.createTempDirectory("weir-bench-"));
        Runtime.getRuntime().addShutdownHook(workspace.hook);
        return workspace;
    }

    public Path directory() {
        return directory;
    }

    public synchronized Child start(String name, List<String> command) throws IOException {
        if (cleared) {
            throw new CannotMeasure("interrupted");
        }
        final Path log = directory.resolve(name + "-" + ++startedCount + ".log");
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        final Child child = new Child(name, process, log);
        children.push(child);
        return child;
    }

    /** Starts a command, waits for its end and returns what it printed. Refuses when it fails or takes too long. */
    public String run(String name, List<String> command, int secondsMax) throws IOException, InterruptedException {
        return end(start(name, command), secondsMax);
    }

    /** Waits for one that ends by itself, and returns what it printed. Refuses when it fails or takes too long. */
    public String end(Child child, int secondsMax) throws IOException, InterruptedException {
        final int code = child.await(secondsMax);
        stop(child);
        if (code != 0) {
            throw new CannotMeasure(child.complaint("ended with exit code " + code));
        }
        return child.output();
    }

    public synchronized void stop(Child child) {
        child.stop();
        children.remove(child);
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running already; it has nothing left to do.
        }
    }

    private synchronized void clear() {
        if (cleared) {
            return;
        }
        cleared = true;
        while (!children.isEmpty()) {
            children.pop().stop();
        }
        deleteFiles();
    }

    private void deleteFiles() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not remove " + directory + ": " + e.getMessage());
        }
    }
}
