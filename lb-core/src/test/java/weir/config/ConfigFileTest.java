package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path dir;

    @Test
    void readsAFileAndNamesItAsItsPathDoes() throws IOException {
        final Path file = write(Sample.SHORTEST.getBytes(StandardCharsets.UTF_8));
        assertEquals(Reads.configuration(Sample.SHORTEST), Reads.configuration(ConfigFile.read(file)));
        Files.writeString(file, "loops: 1\nloops: 2");
        assertEquals(
                file + ":2: found a second key \"loops\", accepted: one; line 1 has it",
                problems(file).get(2));
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        final Path file = dir.resolve("none.yaml");
        assertEquals(List.of(file + ": found no such file, accepted: the path of a YAML or JSON file"), problems(file));
    }

    @Test
    void saysThatADirectoryIsNoFile() {
        assertEquals(List.of(dir + ": found a directory, accepted: a YAML or JSON file"), problems(dir));
    }

    /** Root may read every file, but even root gets an error from this one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatAFileCannotBeRead() {
        final Path file = Path.of("/proc/self/mem");
        assertEquals(
                List.of(file + ": found a file that cannot be read (Input/output error), accepted: a readable file"),
                problems(file));
    }

    @Test
    void saysWhereTextIsNotUtf8() throws IOException {
        final Path file = write(("loops: 1\n# caf\u00e9\n" + Sample.SHORTEST).getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of(file + ":2: found bytes that are not UTF-8, accepted: text in UTF-8"), problems(file));
        Files.write(file, new byte[] {'#', (byte) 0xc3}); // cut within a character
        assertEquals(List.of(file + ":1: found bytes that are not UTF-8, accepted: text in UTF-8"), problems(file));
    }

    @Test
    void refusesALargeFileWholeRatherThanReadingItsBeginning() throws IOException {
        final byte[] bytes = (Sample.SHORTEST + "# \u20ac".repeat(300_000)).getBytes(StandardCharsets.UTF_8);
        final Path file = write(bytes);
        assertEquals(List.of(file + ": found a file that is too large, accepted: at most 1MiB"), problems(file));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(dir.resolve("weir.yaml"), bytes);
    }

    private static List<String> problems(Path file) {
        return Reads.problems(ConfigFile.read(file));
    }

    /** Whoever waits for the text need not wait for names. */
    @Test
    void tellsThatTheTextIsThereBeforeItLooksUpNames() throws IOException {
        final Path file = write(
                Sample.SHORTEST.replace("127.0.0.1:9001", "app.example:9001").getBytes(StandardCharsets.UTF_8));
        final List<String> steps = new ArrayList<>();
        ConfigFile.read(file, () -> steps.add("text"), name -> {
            steps.add(name);
            return InetAddress.getLoopbackAddress();
        });
        assertEquals(List.of("text", "app.example"), steps);
        ConfigFile.read(dir.resolve("none.yaml"), () -> steps.add("nothing"));
        assertEquals("nothing", steps.get(2));
    }
}
