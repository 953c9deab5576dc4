package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.sni.Hello;

/** TLS that ends at the backend, which the name of the server leads to: OpenSSL on both sides. */
@Tag("system")
@Timeout(90)
final class ServerNameIT {
    @AutoClose
    private final Stage stage = new Stage();

    private String openssl;

    private int server(Folder folder, String name) throws IOException {
        final Path key = folder.path().resolve(name + ".key");
        final Path certificate = folder.path().resolve(name + ".pem");
        final Child made = stage.add(Child.start(List.of(
                openssl,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())));
        assertEquals(0, made.awaitEnd(), made::toString);
        final int port = FreePort.find();
        stage.add(Child.start(List.of(
                openssl,
                "s_server",
                "-quiet",
                "-accept",
                "127.0.0.1:" + port,
                "-key",
                key.toString(),
                "-cert",
                certificate.toString(),
                "-www")));
        await("s_server").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        return port;
    }

    /** What the server's certificate says; asks for that server by name, or for none. */
    private String subject(int port, String name) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                openssl + " s_client -connect 127.0.0.1:" + port
                        + (name == null ? " -noservername" : " -servername " + name) + " </dev/null 2>&1"));
        final Child client = stage.add(Child.start(command));
        client.awaitEnd();
        return client.out().stream()
                .filter(line -> line.startsWith("subject="))
                .findFirst()
                .orElse("nobody");
    }

    @Test
    void eachNameGetsTheCertificateOfItsServer() throws Exception {
        openssl = Peers.require("openssl").toString();
        final Folder folder = stage.add(Folder.make());
        final int one = server(folder, "one.example");
        final int other = server(folder, "other.example");
        final WeirProcess weir = stage.weir("""
                listeners:
                  tls:
                    bind: 127.0.0.1:0
                    mode: tcp
                    routes: [{sni: one.example, pool: one}, {sni: "*.other.example", pool: other}]
                pools:
                  one: {backends: [127.0.0.1:%d]}
                  other: {backends: [127.0.0.1:%d]}
                """.formatted(one, other));
        assertTrue(subject(weir.port(), "one.example").endsWith("one.example"));
        assertTrue(subject(weir.port(), "www.Other.example").endsWith("other.example"));
        assertEquals("nobody", subject(weir.port(), "example"));
        assertEquals("nobody", subject(weir.port(), null));
        try (Socket socket = new Socket("127.0.0.1", weir.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Child.PATIENCE.toMillis());
            for (byte b : Hello.askingFor("one.example")) {
                socket.getOutputStream().write(b);
            }
            final int type = socket.getInputStream().read();
            assertTrue(type == 22 || type == 21, "a server that speaks TLS has answered, with " + type);
        }
    }
}
