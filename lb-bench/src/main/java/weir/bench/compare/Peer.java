package weir.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.bench.host.Jvm;
import weir.bench.host.Tool;
import weir.bench.origin.OriginProcess;

/**
 * A server program and how it is configured and started. Immutable, any thread.
 *
 * @param name word in tables; unique in a comparison
 * @param stem how the names of its configurations in {@code lb-bench/peers} begin; null when its arguments say all
 * @param ending how they end; between the two stands the setting
 * @param command program and arguments; {@code @CONFIG@} stands for the filled-in configuration, {@code @DIR@} for its
 *     directory, {@code @PORT@} and {@code @ORIGIN@} for where to listen and whom to ask
 * @param values of words in the configuration that only it knows
 * @param warmUpSeconds load before anything is measured
 */
record Peer(
        String name, String stem, String ending, List<String> command, Map<String, String> values, int warmUpSeconds) {
    /** Enough for caches, connections and allocator of a program that is compiled ahead of time. */
    static final int NATIVE_WARM_UP_SECONDS = 3;

    static final String FLOOR = "floor";

    /** Among the values. */
    static final String TLS_ENGINE = "ENGINE";

    Peer {
        command = List.copyOf(command);
        values = Map.copyOf(values);
    }

    static Peer haproxy() {
        final List<String> command = List.of(Tool.HAPROXY.require(), "-db", "-f", "@CONFIG@");
        return new Peer("haproxy", "haproxy", ".cfg", command, Map.of(), NATIVE_WARM_UP_SECONDS);
    }

    /** The least that a relay costs: its configuration is a program, which is compiled first. */
    static Peer floor() {
        final String compile = Tool.CC.require() + " -O2 -o '@DIR@/floor' '@CONFIG@'";
        final List<String> command = List.of("sh", "-c", compile + " && exec '@DIR@/floor' @PORT@ @ORIGIN@");
        return new Peer(FLOOR, FLOOR, ".c", command, Map.of(), NATIVE_WARM_UP_SECONDS);
    }

    /** @param tlsEngine as its configuration has it */
    static Peer weir(String name, Path jar, Jvm jvm, int warmUpSeconds, String tlsEngine) {
        final List<String> command = new ArrayList<>(jvm.command());
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString(), "run", "@CONFIG@"));
        return new Peer(name, "weir", ".yaml", command, Map.of(TLS_ENGINE, tlsEngine), warmUpSeconds);
    }

    /** An origin that takes its time. */
    static Peer slowOrigin(String name, OriginProcess process) {
        return new Peer(name, null, null, process.command("@PORT@"), Map.of(), 0);
    }

    boolean hasFile() {
        return stem != null;
    }

    /** Of its configuration. What looks at nothing is the same with and without HTTP. */
    String fileFor(Setting setting) {
        return stem + (name.equals(FLOOR) ? "" : setting.suffix()) + ending;
    }
}
