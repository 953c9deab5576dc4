package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weir.bench.host.Child;
import weir.bench.host.Template;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;
import weir.bench.load.Fetch;

/** The relay in C is measured as a peer, so it must relay. Skipped where there is no C compiler, but not in CI. */
class FloorTest {
    private static final int BODY_BYTES = 8 << 20;
    /** So that the relay has to wait for its client again and again. */
    private static final int SMALL_WINDOW_BYTES = 2048;

    private final byte[] body = new byte[BODY_BYTES];
    private Workspace workspace;
    private HttpServer origin;
    private Child floor;
    private int port;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(
                "true".equals(System.getenv("CI")) || Tool.CC.find().isPresent(), Tool.CC::missing);
        new Random(1).nextBytes(body);
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        port = freePort();
        workspace = Workspace.open();
        floor = startFloor();
    }

    private Child startFloor() throws IOException {
        final Peer peer = Peer.floor();
        final Path source = workspace.directory().resolve("floor.c");
        Files.writeString(source, Template.read(peer.fileFor(Setting.TCP)));
        final Map<String, String> values = Map.of(
                "DIR", workspace.directory().toString(),
                "CONFIG", source.toString(),
                "PORT", Integer.toString(port),
                "ORIGIN", "127.0.0.1:" + origin.getAddress().getPort());
        final List<String> command =
                peer.command().stream().map(word -> Template.fill(word, values)).toList();
        return workspace.start("floor", command);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        if (origin != null) {
            origin.stop(0);
        }
        if (workspace != null) {
            workspace.close();
        }
    }

    @Test
    void relaysWhatTheOriginSendsToAQuickClientAndToASlowOne() throws Exception {
        assertArrayEquals(body, Fetch.await(floor, "http://127.0.0.1:" + port + "/"));
        assertArrayEquals(body, throughASmallWindow());
        assertArrayEquals(body, Fetch.body("http://127.0.0.1:" + port + "/"));
    }

    private byte[] throughASmallWindow() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            final byte[] response = socket.getInputStream().readAllBytes();
            assertEquals("HTTP/1.1 200", new String(response, 0, 12, StandardCharsets.US_ASCII));
            return Arrays.copyOfRange(response, response.length - BODY_BYTES, response.length);
        }
    }
}
