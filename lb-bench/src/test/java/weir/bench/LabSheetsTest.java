package weir.bench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pastes each block of commands of docs/COURSEWORK.md into a shell, as students do, with the times cut short and the
 * ports changed. A block must end with 0, leave no program behind and complain of nothing.
 */
@Tag("system")
class LabSheetsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path JAR = ROOT.resolve("lb-core/target/weir.jar");

    /** What is cut, longest first, so that nothing is cut twice. */
    private static final Map<String, String> SHORTER = new LinkedHashMap<>();

    static {
        SHORTER.put("--duration 30m --warm-up 1m", "--duration 20s --warm-up 1s");
        SHORTER.put("--duration 10m --warm-up 30s", "--duration 20s --warm-up 1s");
        SHORTER.put("--duration 10m --warm-up 1m", "--duration 20s --warm-up 1s");
        SHORTER.put("--duration 10m", "--duration 20s");
        SHORTER.put("--duration 60s", "--duration 1s");
        SHORTER.put("-d 60s", "-d 1s");
        SHORTER.put("-d 20s", "-d 1s");
        SHORTER.put("-d 5s", "-d 1s");
        SHORTER.put("--rate 5000", "--rate 500");
        SHORTER.put(
                "slow-backend --algorithms",
                "slow-backend --weir-jar " + JAR + " --rounds 1 --seconds 1 --warm-up 1 --algorithms");
        SHORTER.put(
                "bench slow-backend",
                "bench slow-backend --weir-jar " + JAR + " --rounds 1 --seconds 1 --warm-up 1 --algorithms random");
        SHORTER.put(
                "--rounds 7 --seconds 2 --syscalls",
                "--rounds 1 --seconds 1 --latency-rounds 0 --warm-up 1 --weir-jar " + JAR);
        SHORTER.put("bench idle", "bench idle --connections 50 --seconds 1");
        SHORTER.put(
                "-wi 3 -i 5 -w 200ms -r 200ms", "-wi 1 -i 1 -w 10ms -r 10ms -p algorithm=ROUND_ROBIN -p backends=3");
    }

    /** Maven runs these in its own phases: the first builds, the other is what CI does anyway. */
    private static final String BUILD = "mvn ";

    private static List<String> blocks() throws IOException {
        final List<String> blocks = new ArrayList<>();
        final StringBuilder block = new StringBuilder();
        for (String line : Files.readAllLines(ROOT.resolve("docs/COURSEWORK.md"))) {
            if (line.startsWith("    ")) {
                block.append(line.substring(4)).append('\n');
            } else if (block.length() > 0) {
                blocks.add(block.toString());
                block.setLength(0);
            }
        }
        return blocks;
    }

    static Stream<String> commands() throws IOException {
        return blocks().stream().filter(block -> !block.startsWith(BUILD));
    }

    @TempDir
    Path folder;

    /** The sheets' and those that are free here. */
    private final Map<String, String> ports = new LinkedHashMap<>();

    @ParameterizedTest
    @MethodSource("commands")
    void worksWhenItIsPasted(String block) throws Exception {
        Assumptions.assumeTrue(!block.contains("bench compare") || hasPeers(), "compare needs wrk and nginx");
        final boolean needsJar = block.contains("bench compare") || block.contains("slow-backend");
        Assumptions.assumeTrue(!needsJar || Files.exists(JAR), "mvn package makes " + JAR);
        prepare(block);
        try {
            final String text = Shell.run(folder, "-e", "block.sh");
            assertFalse(text.contains("Exception"), text);
            awaitNothingLeft();
        } finally {
            left().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** A number that is cut nowhere would let the test run for the hours that a lab may take. */
    @Test
    void eachCutIsStillNeeded() throws IOException {
        final String all = String.join("", blocks());
        for (String cut : SHORTER.keySet()) {
            assertTrue(all.contains(cut), cut + " is no longer in the sheets");
        }
    }

    private static boolean hasPeers() {
        return Stream.of("/usr/bin/wrk", "/usr/sbin/nginx").allMatch(file -> Files.isExecutable(Path.of(file)));
    }

    private void prepare(String block) throws IOException {
        final String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        final String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        program("weir", "exec " + java + " -cp '" + classes + "' weir.app.Main \"$@\"");
        program("bench", "exec " + java + " -cp '" + classes + "' weir.bench.Main \"$@\"");
        Files.writeString(folder.resolve("JoinIdle.java"), joinIdle());
        Files.writeString(folder.resolve("kept.yaml"), kept());
        final String body = quick(block.replaceAll("lb-(core|bench)/target/weir[a-z-]*\\.jar", classes));
        Files.writeString(
                folder.resolve("block.sh"),
                withPorts("set -o pipefail\nexport PATH=" + folder + ":$PATH\n" + body + "wait\n"));
        Files.writeString(folder.resolve("kept.yaml"), withPorts(Files.readString(folder.resolve("kept.yaml"))));
    }

    /** As the block of lab 4 writes it, for the one that follows it. */
    private static String kept() throws IOException {
        return blocks().stream()
                .flatMap(String::lines)
                .filter(line -> line.endsWith("> kept.yaml"))
                .map(line -> line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\'')))
                .findFirst()
                .orElseThrow()
                .replace("\\n", "\n");
    }

    private void program(String name, String command) throws IOException {
        final Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a student makes of the documented algorithm in lab 5. */
    private static String joinIdle() throws IOException {
        return Shell.joinIdle(ROOT)
                .replace("private int next;", "private int next;\n    byte[] garbage;")
                .replace("int best = NONE;", "garbage = new byte[1_000];\n        int best = NONE;");
    }

    private static String quick(String block) {
        String quick = block;
        for (Map.Entry<String, String> cut : SHORTER.entrySet()) {
            quick = quick.replace(cut.getKey(), cut.getValue());
        }
        return quick;
    }

    /** The sheets' ports may be in use. */
    private String withPorts(String text) throws IOException {
        if (ports.isEmpty()) {
            for (String port : List.of("8080", "9001", "9900")) {
                try (ServerSocket free = new ServerSocket(0)) {
                    ports.put(port, Integer.toString(free.getLocalPort()));
                }
            }
        }
        String changed = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            changed = changed.replaceAll("(?<![0-9])" + port.getKey() + "(?![0-9])", port.getValue());
        }
        return changed;
    }

    private static Stream<ProcessHandle> left() {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive);
    }

    /** The block waits for its programs; what they have started ends just behind them. */
    private static void awaitNothingLeft() {
        await("programs that the block has started to end")
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> left().findAny().isEmpty());
    }
}
