package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffers go by what the JVM really grants, and a shortage of them is never a backend's failure. */
@Tag("system")
@Timeout(90)
final class DirectMemoryIT {
    @AutoClose
    private final Stage stage = new Stage();

    private Child run(List<String> options, String... yaml) throws IOException {
        final Folder folder = stage.add(Folder.make());
        final String file = folder.write("weir.yaml", String.join("\n", yaml)).toString();
        return stage.add(Child.start(Jar.command(options, List.of("run", file)), folder.path()));
    }

    @Test
    void refusesBuffersThatTheJvmDoesNotGrant() throws Exception {
        final Child weir = run(List.of("-Xmx96m"), "buffers: 512MiB", Yaml.of("loops: 1", ", health: none", 9));
        assertEquals(2, weir.awaitEnd());
        assertEquals(1, weir.err().size(), weir.err()::toString);
        assertTrue(
                weir.err().get(0).contains("weir.yaml:1: buffers: found 512MiB, but the JVM's direct memory is "),
                weir.err()::toString);
    }

    @Test
    void saysInASentenceThatThereIsTooLittleToStart() throws Exception {
        final Child weir =
                run(List.of("-Xmx96m", "-XX:MaxDirectMemorySize=1m"), Yaml.of("loops: 1", ", health: none", 9));
        assertEquals(2, weir.awaitEnd());
        assertEquals(1, weir.err().size(), weir.err()::toString);
        assertTrue(
                weir.err().get(0).startsWith("weir: too little direct memory: 1MiB (-XX:MaxDirectMemorySize), but "),
                weir.err()::toString);
    }

    @Test
    void saysThatAutoHasBecomeLess() throws Exception {
        final Child weir =
                run(List.of("-Xmx512m", "-XX:MaxDirectMemorySize=64m"), Yaml.of("loops: 1", ", health: none", 9));
        weir.awaitLine("listening on ");
        await().untilAsserted(() -> assertTrue(
                weir.err().stream()
                        .anyMatch(line -> line.endsWith(
                                "buffers: auto is 32MiB, as direct memory is 64MiB (-XX:MaxDirectMemorySize)")),
                weir.err()::toString));
    }
}
