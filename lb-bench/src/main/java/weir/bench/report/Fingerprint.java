package weir.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weir.bench.host.ShortCommand;
import weir.bench.host.Tool;

/**
 * Where and with what a result was made: without it a number is a rumour. What cannot be found out is left out.
 * Immutable, any thread.
 */
public record Fingerprint(Map<String, String> facts) {
    public Fingerprint {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts)); // in order of making
    }

    /** @param java the JVM that runs Weir */
    public static Fingerprint take(String java) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        put(facts, "commit", commit());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        put(facts, "cpu", cpuModel());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        put(facts, "load-average", read("/proc/loadavg"));
        put(facts, "java", ShortCommand.firstLine(java, "-version"));
        for (Tool tool : List.of(Tool.NGINX, Tool.HAPROXY, Tool.WRK)) {
            tool.version().ifPresent(line -> put(facts, tool.name().toLowerCase(Locale.ROOT), line));
        }
        return new Fingerprint(facts);
    }

    /** With one fact more. */
    public Fingerprint with(String name, String value) {
        final Map<String, String> more = new LinkedHashMap<>(facts);
        put(more, name, value);
        return new Fingerprint(more);
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

    private static String commit() {
        final String line = ShortCommand.firstLine("git", "describe", "--always", "--dirty");
        return line.startsWith("fatal:") ? "" : line; // outside a repository
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
}
