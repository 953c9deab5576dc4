package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.model.AddressRange;
import weir.model.ClientNetworks;
import weir.model.NetworkSource;

/** Who may come in, as the file says it. */
class AccessKeysTest {
    @TempDir
    private Path folder;

    @Test
    void readsNetworksAndFiles() throws Exception {
        final Path file = Files.writeString(folder.resolve("n.txt"), "# a\n10.0.0.0/8\nunix\n");
        assertEquals(
                new ClientNetworks(
                        List.of(NetworkSource.of(AddressRange.parse("192.0.2.1"))),
                        List.of(new NetworkSource(file, List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.UNIX)))),
                Reads.configuration(Sample.with(
                                "listeners.web",
                                "{bind: 8080, pool: app, allow: [192.0.2.1], deny: ['file:" + file + "']}"))
                        .listeners()
                        .get(0)
                        .policy()
                        .clients());
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        final Path file = Files.writeString(folder.resolve("n.txt"), "10.0.0.0/8\nhost.example\n");
        assertEquals(
                List.of("weir.yaml:1: listeners.web.deny[0]: found line 2 with \"host.example\" at \"" + file
                        + "\", accepted: a file with a network in each line"),
                Reads.problems(Sample.with("listeners.web.deny", "['file:" + file + "']")));
        assertEquals(
                List.of("weir.yaml:1: listeners.web.allow[0]: found no file at \"/none\","
                        + " accepted: a file with a network in each line"),
                Reads.problems(Sample.with("listeners.web.allow", "['file:/none']")));
        assertEquals(
                List.of("weir.yaml:1: listeners.web.allow[0]: found \"10.0.0.1/8\", accepted: a network such as"
                        + " 10.0.0.0/8 or 2001:db8::/32, unix, or file:PATH with one in each line"),
                Reads.problems(Sample.with("listeners.web.allow", "[10.0.0.1/8]")));
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.routes[0].allow: found allow with sni, accepted: it with HTTP only"),
                Reads.problems(Sample.with(
                        "listeners.web",
                        "{bind: 8080, mode: tcp, routes: [{sni: a, pool: app, allow: [10.0.0.0/8]}]}")));
    }

    @Test
    void aListenerWithoutHttpMayHaveThem() {
        Reads.configuration(Sample.with(
                "listeners.web",
                "{bind: 8080, mode: tcp, pool: app, deny: [10.0.0.0/8], limits: {connections-per-client: 5}}"));
    }
}
