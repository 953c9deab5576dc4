package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients are told when backends fail, and operators when the balancer cannot start. */
@Tag("system")
@Timeout(60)
final class ErrorsIT {
    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void namesTheRefusedConnectionAndThenTheLackOfBackends() throws Exception {
        final int nobody = FreePort.find();
        final WeirProcess weir =
                stage.weir(Yaml.of("", ", health: {type: http, interval: 5s, timeout: 1s, fall: 3}", nobody));
        final RawClient client = stage.client(weir.port());
        final RawResponse first = client.get("/");
        assertEquals(502, first.status());
        assertEquals("502 upstream_connect_refused\n", first.text());
        await("marked down").atMost(Child.PATIENCE).until(() -> client.get("/").status() == 503);
        assertEquals("503 no_healthy_backend\n", client.get("/").text());
    }

    @Test
    void namesTheBackendThatNeverAnswers() throws Exception {
        final ScriptedBackend silent = stage.backend(connection -> {
            connection.awaitRequest();
            connection.awaitRequest(); // the end
        });
        final WeirProcess weir = stage.weir(Yaml.of("", ", timeouts: {response: 200ms}", silent.port()));
        final RawClient client = stage.client(weir.port());
        final RawResponse response = client.get("/");
        assertEquals(504, response.status());
        assertEquals("504 upstream_response_timeout\n", response.text());
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String listen = "127.0.0.1:" + taken.getLocalPort();
            assertRefuses(listen + " is in use", "run", "--listen", listen, "--backend", "127.0.0.1:9");
        }
    }

    @Test
    void saysThatAFileIsNotThere() throws Exception {
        assertRefuses("/no/such/weir.yaml", "run", "/no/such/weir.yaml");
    }

    @Test
    void saysThatAFileIsNoYaml() throws Exception {
        final Folder folder = stage.add(Folder.make());
        final String file = folder.write("weir.yaml", "listeners: {web: [\n").toString();
        assertRefuses(file + ":", "run", file);
    }

    private void assertRefuses(String word, String... arguments) throws IOException {
        final Child weir = stage.add(Child.start(Jar.command(List.of("-ea"), List.of(arguments))));
        assertEquals(2, weir.awaitEnd());
        assertEquals(List.of(), weir.out());
        assertEquals(1, weir.err().size(), weir::toString);
        assertTrue(weir.err().get(0).contains(word), weir::toString);
    }
}
