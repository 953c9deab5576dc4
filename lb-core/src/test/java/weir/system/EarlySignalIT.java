package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Signals in the middle of the start: the kernel accepts clients as soon as a socket listens, long before Weir does.
 */
@Tag("system")
@Timeout(90)
final class EarlySignalIT {
    @AutoClose
    private final Stage stage = new Stage();

    private Path log;
    private int port;
    private Child weir;

    @BeforeEach
    void start() throws IOException {
        final Folder folder = stage.add(Folder.make());
        log = folder.path().resolve("access.log");
        port = FreePort.find();
        final String yaml = Yaml.of(
                        "shutdown: 10s\nlog: {access: " + log + "}",
                        "",
                        stage.demoBackend("b1").port())
                .replace("127.0.0.1:0", "127.0.0.1:" + port);
        weir = stage.add(Child.start(
                Jar.command(
                        WeirProcess.USUAL,
                        List.of("run", folder.write("weir.yaml", yaml).toString())),
                folder.path()));
    }

    private RawClient firstClient() {
        await("accepts")
                .atMost(Child.PATIENCE)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> RawClient.canConnect(port) || !weir.isAlive());
        try {
            return stage.client(port);
        } catch (IOException e) {
            throw new AssertionError(weir.toString(), e);
        }
    }

    @Test
    void serveWhoHasConnectedAndThenEnd() throws IOException {
        final RawClient client = firstClient();
        client.sendGet("/", "HTTP/1.1");
        weir.terminate();
        final RawResponse response = client.read().whole();
        assertEquals(200, response.status());
        assertEquals("close", response.field("Connection"));
        client.close();
        assertEquals(0, weir.awaitEnd(), weir::toString);
    }

    @Test
    void doNotEndItWhenTheyAskForSomethingElse() throws IOException {
        final RawClient client = firstClient();
        weir.signal("HUP");
        weir.signal("USR1");
        weir.signal("USR2");
        weir.awaitError("SIGHUP: this version cannot reload its configuration");
        weir.awaitError("SIGUSR1: the access log is opened anew");
        assertEquals(200, client.get("/").status(), weir::toString);
        await("the log").atMost(Child.PATIENCE).until(() -> Files.size(log) > 0);
    }
}
