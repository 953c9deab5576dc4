package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.TlsFixtures;

/** TLS over real sockets, with curl and with the JDK's client. */
@Tag("system")
@Timeout(120)
final class TlsIT {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\n\r\nhello";

    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    private Path folder;

    private WeirProcess weir(String engine, String tls, int backend) throws IOException {
        return stage.weir("""
                loops: 1
                tls: {engine: %s}
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, tls: {%s}}
                pools:
                  app: {backends: [127.0.0.1:%d]}
                """.formatted(engine, tls, backend));
    }

    private static String certificate(String name) {
        return "certificate: '" + TlsFixtures.file(name + ".pem") + "', key: '" + TlsFixtures.file(name + "-key.pem")
                + "'";
    }

    private ScriptedBackend hello() throws IOException {
        return stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send(RESPONSE);
            }
        });
    }

    /** What curl prints. */
    private String curl(WeirProcess weir, String... options) throws Exception {
        final List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-m",
                "20",
                "--cacert",
                TlsFixtures.file("authority.pem").toString()));
        command.addAll(List.of(options));
        command.add("https://localhost:" + weir.port() + "/");
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return text;
    }

    private SSLSocket connect(SSLContext client, WeirProcess weir, String name) throws IOException {
        return handshake(client, weir, new SNIHostName(name));
    }

    private SSLSocket handshake(SSLContext client, WeirProcess weir, SNIServerName name) throws IOException {
        final SSLSocket socket =
                stage.add((SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", weir.port()));
        final SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(name));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static void expectsHello(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.ISO_8859_1));
        final InputStream in = socket.getInputStream();
        final String text = new String(in.readNBytes(RESPONSE.length()), StandardCharsets.ISO_8859_1);
        assertTrue(text.endsWith("hello"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void servesCurlWithEitherVersionAndLeavesNoDescriptorBehind(String engine) throws Exception {
        final WeirProcess weir = weir(engine, certificate("localhost") + ", hsts: 1h", hello().port());
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        assertEquals("hello", curl(weir));
        final int descriptors = facts.descriptors();
        for (String version : List.of("1.2", "1.3")) {
            final String response = curl(weir, "-i", "--tls-max", version);
            assertTrue(response.contains("Strict-Transport-Security: max-age=3600"), response);
            assertTrue(response.endsWith("hello"), response);
        }
        try (RawClient plain = new RawClient(weir.port())) {
            plain.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        await("all sockets closed").atMost(Child.PATIENCE).until(() -> facts.descriptors() <= descriptors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void tellsBackendsWhoTheClientIsAndLetsNobodyPretend(String engine) throws Exception {
        final DemoBackendProcess backend = stage.demoBackend("demo");
        final WeirProcess weir = weir(
                engine,
                certificate("localhost")
                        + ", client-certificate: optional, client-certificate-header: X-Who, client-ca: '"
                        + TlsFixtures.file("authority.pem") + "'",
                backend.port());
        assertTrue(!curl(weir, "-H", "x-WHO: CN=mallory").contains("mallory"));
        final String response = curl(
                weir,
                "-H",
                "x-WHO: CN=mallory",
                "--cert",
                TlsFixtures.file("client.pem").toString(),
                "--key",
                TlsFixtures.file("client-key.pem").toString());
        assertTrue(response.contains("CN=alice") && !response.contains("mallory"), response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void theNameThatTheClientAsksForChoosesTheCertificate(String engine) throws Exception {
        final String all = "certificates: [{" + certificate("localhost") + "}, {" + certificate("rsa") + "}, {"
                + certificate("wildcard") + "}]";
        final WeirProcess weir = weir(engine, all, hello().port());
        assertEquals(
                "CN=rsa.example",
                subject(connect(
                        TlsFixtures.trustingContext(), weir, "rsa.example"))); // new clients, so that none resumes
        assertEquals("CN=wildcard", subject(connect(TlsFixtures.trustingContext(), weir, "a.wild.example")));
        assertEquals("CN=localhost", subject(connect(TlsFixtures.trustingContext(), weir, "a.b.wild.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void namesThatTheJdkHasNoClassForChooseTheCertificate(String engine) throws Exception {
        final WeirProcess weir = weir(
                engine,
                "certificates: [{" + certificate("localhost") + "}, {" + certificate("odd") + "}]",
                hello().port());
        for (String name : List.of("my_service", "site.test.", "_x.site.test", "a..b", "-a.test")) {
            assertEquals("CN=odd", subject(connectRaw(weir, name)), name);
        }
        assertEquals("CN=localhost", subject(connectRaw(weir, "a b")));
        assertTrue(weir.log().stream().noneMatch(line -> line.contains("a bug in Weir")), weir.log()::toString);
    }

    /** Sends the name as it is. */
    private SSLSocket connectRaw(WeirProcess weir, String name) throws Exception {
        return handshake(
                TlsFixtures.trustingContext(),
                weir,
                new SNIServerName(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII)) {});
    }

    @Test
    void aRenewedCertificateIsUsedAndConnectionsStay() throws Exception {
        final Path certificate = folder.resolve("site.pem");
        final Path key = folder.resolve("site-key.pem");
        copy("localhost", certificate, key);
        final WeirProcess weir = weir("auto", "certificate: '" + certificate + "', key: '" + key + "'", hello().port());
        final SSLSocket old = connect(TlsFixtures.trustingContext(), weir, "localhost");
        expectsHello(old);
        Files.writeString(key, "half written");
        weir.awaitError("the old ones stay");
        assertEquals("CN=localhost", subject(connect(TlsFixtures.trustingContext(), weir, "localhost")));
        copy("wildcard", certificate, key);
        await("the new certificate")
                .atMost(Child.PATIENCE)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> subject(connect(TlsFixtures.trustingContext(), weir, "localhost"))
                        .equals("CN=wildcard"));
        expectsHello(old);
        assertNotEquals("CN=wildcard", subject(old));
    }

    private static void copy(String name, Path certificate, Path key) throws IOException {
        Files.copy(TlsFixtures.file(name + ".pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(TlsFixtures.file(name + "-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
    }
}
