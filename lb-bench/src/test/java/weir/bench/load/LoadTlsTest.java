package weir.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the JDK's own server, with a certificate that is made for the test. */
class LoadTlsTest {
    private static final String PASSWORD = "changeit";
    private static final int BODY_BYTES = 100_000;

    @TempDir
    private Path directory;

    @Test
    void speaksTlsAndChecksTheCertificateUnlessToldNotTo() throws Exception {
        final HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, BODY_BYTES);
            exchange.getResponseBody().write(new byte[BODY_BYTES]);
            exchange.close();
        });
        server.start();
        try {
            final LoadResult accepted = run(server.getAddress().getPort(), Tls.of(true));
            assertEquals(0, accepted.problemCount(), accepted.problems().toString());
            assertTrue(accepted.latencies().getTotalCount() > 1);
            assertEquals(accepted.latencies().getTotalCount() * BODY_BYTES, accepted.bodyBytes());

            final LoadResult refused = run(server.getAddress().getPort(), Tls.of(false));
            assertEquals(0, refused.latencies().getTotalCount());
            assertTrue(refused.problems().get(Problem.TLS) >= 1);
        } finally {
            server.stop(0);
        }
    }

    private static LoadResult run(int port, Tls tls) throws Exception {
        final LoadPlan plan = new LoadPlan(
                Target.parse("https://127.0.0.1:" + port + "/"),
                List.of(new RequestText("POST", "/", List.of(), new byte[BODY_BYTES])),
                false,
                0,
                false,
                1,
                1,
                false,
                10_000_000_000L,
                0,
                3_000_000_000L, // a cold handshake takes long on a busy machine
                1,
                false,
                tls);
        return Load.run(plan, second -> {});
    }

    private SSLContext serverContext() throws Exception {
        final Path store = directory.resolve("store.p12");
        final Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertEquals(0, keytool.waitFor(), Files.readString(directory.resolve("keytool.log")));
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        final KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
