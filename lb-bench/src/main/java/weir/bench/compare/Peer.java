package weir.bench.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.bench.host.Tool;

/**
 * A server program and how it is configured and started. Immutable, any thread.
 *
 * @param name word in tables; unique in a comparison
 * @param template configuration in {@code lb-bench/peers}
 * @param command program and arguments; {@code @CONFIG@} stands for the filled-in configuration, {@code @DIR@} for its directory
 * @param warmUpSeconds load before anything is measured
 */
record Peer(String name, String template, List<String> command, int warmUpSeconds) {
    /** Enough for caches, connections and allocator of a program that is compiled ahead of time. */
    private static final int NATIVE_WARM_UP_SECONDS = 3;

    static Peer origin() {
        return nginx("origin");
    }

    static Peer nginx() {
        return nginx("nginx");
    }

    private static Peer nginx(String name) {
        final List<String> command = List.of(Tool.NGINX.require(), "-e", "stderr", "-p", "@DIR@", "-c", "@CONFIG@");
        return new Peer(name, name + ".conf", command, NATIVE_WARM_UP_SECONDS);
    }

    static Peer haproxy() {
        final List<String> command = List.of(Tool.HAPROXY.require(), "-db", "-f", "@CONFIG@");
        return new Peer("haproxy", "haproxy.cfg", command, NATIVE_WARM_UP_SECONDS);
    }

    static Peer weir(String name, Path jar, Jvm jvm, int warmUpSeconds) {
        final List<String> command = new ArrayList<>(jvm.command());
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString(), "run", "@CONFIG@"));
        return new Peer(name, "weir.yaml", List.copyOf(command), warmUpSeconds);
    }

    /** The JVM that runs Weir. */
    record Jvm(String java, List<String> options) {
        List<String> command() {
            final List<String> command = new ArrayList<>(List.of(java));
            command.addAll(options);
            return command;
        }
    }
}
