package weir.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, for what only a process shows: signals, exit status, children. */
final class CliProcess implements AutoCloseable {
    private static final int SECONDS_MAX = 40;

    private final Process process;
    private final BufferedReader out;

    CliProcess(String... args) throws IOException {
        process = new ProcessBuilder(SelfCommand.child(args))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader();
    }

    /** Blocks until a line begins like this; what came before it is skipped. */
    String awaitLine(String start) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("ended without a line '" + start + "'");
    }

    /** All that is printed from now until the end. */
    List<String> rest() {
        return out.lines().toList();
    }

    List<ProcessHandle> children() {
        return new ArrayList<>(process.children().toList());
    }

    /** Sends SIGTERM. Not by {@link Process#destroy}, which would close what the command still prints to. */
    void terminate() {
        process.toHandle().destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + SECONDS_MAX + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
