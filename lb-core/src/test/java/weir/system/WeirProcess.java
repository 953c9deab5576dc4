package weir.system;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A balancer from the built jar, with assertions on, on a file of its own. */
final class WeirProcess implements Closeable {
    static final List<String> USUAL = List.of("-ea", "-Xmx256m");

    private final Child child;
    private final int port;

    private WeirProcess(Child child) {
        this.child = child;
        this.port = URI.create(child.awaitLine("listening on ").split(" ")[2]).getPort();
    }

    /**
     * Returns when it accepts connections.
     *
     * @param wrapper what stands before the command, such as a shell that sets a limit; may be empty
     */
    static WeirProcess start(Stage stage, List<String> wrapper, List<String> options, String yaml) throws IOException {
        final Folder folder = stage.add(Folder.make());
        final String file = folder.write("weir.yaml", yaml).toString();
        final List<String> command = new ArrayList<>(wrapper);
        command.addAll(Jar.command(options, List.of("run", file)));
        return stage.add(new WeirProcess(stage.add(Child.start(command, folder.path()))));
    }

    /** The same with classes of the user's on the class path. */
    static WeirProcess startWith(Stage stage, Path classes, String yaml) throws IOException {
        final Folder folder = stage.add(Folder.make());
        final String file = folder.write("weir.yaml", yaml).toString();
        return stage.add(new WeirProcess(
                stage.add(Child.start(Jar.command(USUAL, classes, List.of("run", file)), folder.path()))));
    }

    /** Of the first listener. */
    int port() {
        return port;
    }

    /** Of the listener with that name. */
    int port(String listener) {
        return child.out().stream()
                .filter(line -> line.startsWith("listening on ") && line.contains("(" + listener))
                .map(line -> URI.create(line.split(" ")[2]).getPort())
                .findFirst()
                .orElseThrow();
    }

    /** Stops it for a while, as a suspended machine would. */
    void freeze(int ms) throws IOException {
        freezeDuring(ms, () -> {});
    }

    /** The same, with something that others do meanwhile. */
    void freezeDuring(int ms, Meanwhile meanwhile) throws IOException {
        child.freeze();
        meanwhile.happens();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms)); // it is what the test is about
        child.proceed();
    }

    interface Meanwhile {
        void happens() throws IOException;
    }

    /** Of the admin API, where the file has one. */
    int adminPort() {
        return URI.create(child.awaitLine("admin on ").split(" ")[2]).getPort();
    }

    long pid() {
        return child.pid();
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port + target);
    }

    boolean isAlive() {
        return child.isAlive();
    }

    /** Sends SIGTERM. */
    void terminate() {
        child.terminate();
    }

    /** @param name without SIG */
    void signal(String name) throws IOException {
        child.signal(name);
    }

    int awaitEnd() {
        return child.awaitEnd();
    }

    void awaitError(String part) {
        child.awaitError(part);
    }

    List<String> out() {
        return child.out();
    }

    List<String> err() {
        return child.err();
    }

    /** All that it has logged so far. */
    List<String> log() {
        final List<String> lines = new ArrayList<>(child.out());
        lines.addAll(child.err());
        return lines;
    }

    /** What happened on the way is no secret: a bug caught by the barrier fails the test that met it. */
    @Override
    public void close() {
        child.close();
        final List<String> bugs = new ArrayList<>(child.err());
        bugs.addAll(child.out());
        bugs.removeIf(line -> !line.contains("a bug in") && !line.contains("Error") && !line.contains("Exception"));
        if (!bugs.isEmpty()) {
            throw new AssertionError("weir printed " + bugs);
        }
    }
}
