package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.app.Weir;
import weir.config.ConfigResult;
import weir.config.ConfigText;

/** Ports that are taken, as {@code check} and {@code run} see them. */
@Tag("system")
@Timeout(60)
final class CheckBindIT {
    @AutoClose
    private final Stage stage = new Stage();

    private List<String> checked(int status, String yaml, String... options) throws IOException {
        final Folder folder = stage.add(Folder.make());
        final Path file = folder.write("weir.yaml", yaml);
        final List<String> command = new ArrayList<>(List.of("check"));
        command.addAll(List.of(options));
        command.add(file.getFileName().toString());
        final Child check = stage.add(Child.start(Jar.command(List.of(), folder.path(), command), folder.path()));
        assertEquals(status, check.awaitEnd());
        return check.err();
    }

    @Test
    void findsPortsInUseAndAddressesOfOthersWhenItMayBind() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final int port = taken.getLocalPort();
            final String yaml = """
                    listeners:
                      web: {bind: %d, pool: app}
                      far: {bind: 192.0.2.1:8080, pool: app}
                    admin: {bind: 127.0.0.1:%d}
                    pools: {app: {backends: [127.0.0.1:9]}}
                    """.formatted(port, port + 1 > 65_535 ? port - 1 : port + 1);
            assertEquals(List.of(), checked(0, yaml));
            final List<String> problems = checked(2, yaml, "--bind");
            assertTrue(
                    problems.contains("weir.yaml:2: listeners.web.bind: found 127.0.0.1:" + port
                            + ", which is in use, accepted: an address that is free on this machine"),
                    problems::toString);
            assertTrue(
                    problems.stream()
                            .anyMatch(line -> line.startsWith("weir.yaml:3: listeners.far.bind: found 192.0.2.1:8080,"
                                    + " which cannot be bound: ")),
                    problems::toString);
        }
    }

    /** {@code check} accepts it, and so does the system. */
    @Test
    void runsOneListenerOnAllAddressesAndAnotherOnOneOfThem() throws Exception {
        final int port = FreePort.find();
        final String yaml = """
                loops: 2
                listeners:
                  all: {bind: ":%d", pool: app}
                  one: {bind: "127.0.0.1:%d", pool: app}
                pools: {app: {backends: ["127.0.0.1:9"], health: none}}
                """.formatted(port, port);
        final Weir weir = Weir.start(((ConfigResult.Loaded) ConfigText.read("test", yaml)).configuration());
        try {
            assertEquals(2, weir.listeners().size());
        } finally {
            weir.stop();
        }
    }
}
