package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PROXY headers from and to those who made them, and others. The client has an address of its own, 127.0.0.2. */
@Tag("system")
@Timeout(90)
final class ProxyProtocolIT {
    private static final String CLIENT = "127.0.0.2";

    @AutoClose
    private final Stage stage = new Stage();

    private static String get(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(CLIENT, 0));
            socket.setSoTimeout((int) Child.PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Closed with bytes unread, which the kernel makes a reset of. */
    private static boolean isRefused(int port) throws IOException {
        try {
            return get(port).isEmpty();
        } catch (SocketException e) {
            return true;
        }
    }

    private void haproxy(String configuration, int... ports) throws IOException {
        final Path haproxy = Peers.require("haproxy");
        final Folder folder = stage.add(Folder.make());
        final Path file = folder.write(
                "haproxy.cfg",
                "defaults\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n" + configuration);
        stage.add(Child.start(List.of(haproxy.toString(), "-db", "-f", file.toString())));
        for (int port : ports) {
            await("haproxy").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(port));
        }
    }

    @Test
    void haproxySaysWhoTheClientIs() throws Exception {
        final WeirProcess weir =
                stage.weir("""
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, proxy-protocol: {from: [127.0.0.0/8]}}
                pools:
                  app: {backends: [127.0.0.1:%d]}
                """.formatted(stage.demoBackend("b1").port()));
        final int v1 = FreePort.find();
        final int v2 = FreePort.find();
        haproxy("""
                listen v1
                  mode tcp
                  bind 127.0.0.1:%d
                  server weir 127.0.0.1:%d send-proxy check inter 100ms
                listen v2
                  mode tcp
                  bind 127.0.0.1:%d
                  server weir 127.0.0.1:%d send-proxy-v2 proxy-v2-options crc32c,unique-id check inter 100ms
                """.formatted(v1, weir.port(), v2, weir.port()), v1, v2);
        for (int port : new int[] {v1, v2}) {
            final String response = get(port);
            assertTrue(response.contains(CLIENT), response);
        }
        assertTrue(isRefused(weir.port()), "a client that comes without a header from such a network");
    }

    @Test
    void haproxyAndNginxLearnWhoTheClientIs() throws Exception {
        final int haproxy = FreePort.find();
        haproxy("""
                frontend web
                  mode http
                  bind 127.0.0.1:%d accept-proxy
                  http-request return status 200 content-type text/plain lf-string "client %%[src]"
                """.formatted(haproxy), haproxy);
        final int nginx = NginxPeer.startAskedForProxyHeaders(stage);
        for (String version : new String[] {"v1", "v2"}) {
            for (String mode : new String[] {"http", "tcp"}) {
                for (int peer : new int[] {haproxy, nginx}) {
                    final String health =
                            mode.equals("tcp") ? "tcp" : "{type: http, path: /, interval: 50ms, rise: 1, fall: 1}";
                    final WeirProcess weir =
                            stage.weir(Yaml.of("", ", health: " + health + ", send-proxy: " + version, peer)
                                    .replace("pool: app}", "mode: " + mode + ", pool: app}"));
                    final String response = get(weir.port());
                    assertTrue(response.contains("client " + CLIENT), version + " " + mode + ": " + response);
                    weir.terminate();
                }
            }
        }
    }
}
