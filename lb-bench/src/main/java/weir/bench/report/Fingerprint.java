package weir.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weir.bench.host.Tool;

/**
 * Where and with what a result was made: without it a number is a rumour. What cannot be found out is left out.
 * Immutable, any thread.
 */
public record Fingerprint(Map<String, String> facts) {
    private static final int ANSWER_SECONDS = 5;

    public Fingerprint {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts)); // in order of making
    }

    /** @param java the JVM that runs Weir */
    public static Fingerprint take(String java) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        put(facts, "commit", firstLine("git", "describe", "--always", "--dirty"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        put(facts, "cpu", cpuModel());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        put(facts, "load-average", read("/proc/loadavg"));
        put(facts, "java", firstLine(java, "-version"));
        for (Tool tool : List.of(Tool.NGINX, Tool.HAPROXY, Tool.WRK)) {
            tool.find()
                    .ifPresent(
                            file -> put(facts, tool.name().toLowerCase(Locale.ROOT), firstLine(file.toString(), "-v")));
        }
        return new Fingerprint(facts);
    }

    public Table table() {
        final Table table = new Table("environment");
        facts.forEach((name, value) -> table.row("  " + name + ": " + value));
        return table;
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }

    private static String cpuModel() {
        return read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).trim();
        } catch (IOException e) {
            return "";
        }
    }

    /** First line a short command prints, on either stream; empty when there is none. */
    private static String firstLine(String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
            final String line = text.lines().findFirst().orElse("");
            return line.startsWith("fatal:") ? "" : line; // git outside a repository
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
