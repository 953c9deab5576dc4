package weir.bench.origin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.bench.Main;

/** How an origin is started as a process of its own, on this JVM. Immutable, any thread. */
public record OriginProcess(String delay, int concurrency, long seed) {
    /** It sleeps most of the time, so a small and quickly started JVM will do. */
    private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m");

    /** Program and arguments. @param port as a word, so that it may be a placeholder */
    public List<String> command(String port) {
        final String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toString();
        final List<String> command = new ArrayList<>(List.of(java));
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "origin"));
        command.addAll(List.of("--listen", port, "--delay", delay));
        command.addAll(List.of("--concurrency", Integer.toString(concurrency), "--seed", Long.toString(seed)));
        return command;
    }
}
