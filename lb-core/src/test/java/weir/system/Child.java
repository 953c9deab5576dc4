package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A command in a process of its own. It ends with its test, or at the latest with this JVM. */
final class Child implements Closeable {
    /** Longer than anything takes on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Child::kill), "end-children"));
    }

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private Child(Process process) {
        this.process = process;
        readers = List.of(reader(process.inputReader(), out), reader(process.errorReader(), err));
        RUNNING.add(this);
    }

    static Child start(List<String> command, Path directory) throws IOException {
        return new Child(
                new ProcessBuilder(command).directory(directory.toFile()).start());
    }

    static Child start(List<String> command) throws IOException {
        return start(command, Path.of("").toAbsolutePath());
    }

    private static Thread reader(BufferedReader from, List<String> to) {
        final Thread thread = new Thread(() -> {
            try (from) {
                from.lines().forEach(to::add);
            } catch (IOException | UncheckedIOException e) {
                to.add("(cut: " + e.getMessage() + ")");
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The first line on stdout that begins like this, as soon as there is one. */
    String awaitLine(String start) {
        await("'" + start + "' from " + this)
                .atMost(PATIENCE)
                .until(() -> line(start).isPresent() || !process.isAlive());
        joinReadersOfDead();
        return line(start).orElseThrow(() -> new AssertionError("ended without '" + start + "': " + this));
    }

    private Optional<String> line(String start) {
        return out.stream().filter(line -> line.startsWith(start)).findFirst();
    }

    /** As soon as there is a line on stderr that has this part. */
    void awaitError(String part) {
        await().atMost(PATIENCE).untilAsserted(() -> assertTrue(!isAlive() || hasError(part), lacks(part)));
        joinReadersOfDead();
        assertTrue(hasError(part), lacks(part));
    }

    /** As it is when that is told. */
    private Supplier<String> lacks(String part) {
        return () -> "no '" + part + "' from " + this;
    }

    private boolean hasError(String part) {
        return err.stream().anyMatch(line -> line.contains(part));
    }

    /** Waits until it ends on its own, and returns the exit status. */
    int awaitEnd() {
        await("end of " + this).atMost(PATIENCE).until(() -> !process.isAlive());
        joinReadersOfDead();
        return process.exitValue();
    }

    private void joinReadersOfDead() {
        if (!process.isAlive()) {
            await().atMost(PATIENCE).until(() -> readers.stream().noneMatch(Thread::isAlive));
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    /** Sends SIGTERM. Not by {@link Process#destroy}, which would close what the child still prints to. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGKILL, to its children as well. */
    void kill() {
        final List<ProcessHandle> children = process.descendants().toList();
        process.toHandle().destroyForcibly(); // first, lest it starts them again
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops it as Ctrl-Z would; {@link #proceed} is the way back. */
    void freeze() throws IOException {
        signal("STOP");
    }

    void proceed() throws IOException {
        signal("CONT");
    }

    void signal(String name) throws IOException {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        await().atMost(PATIENCE).until(() -> !kill.isAlive());
    }

    @Override
    public void close() {
        kill();
        RUNNING.remove(this);
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        joinReadersOfDead();
    }

    @Override
    public String toString() {
        return process.info().command().orElse("command") + " (pid " + pid() + ") that printed " + out + " and " + err;
    }
}
