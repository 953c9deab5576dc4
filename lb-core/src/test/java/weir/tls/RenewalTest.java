package weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.model.TlsEngine;
import weir.net.tls.Engines;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;
import weir.testkit.TlsFixtures;

/**
 * Files that are replaced, with peers that would go on with the session they have: in a resumed one nobody shows a
 * certificate, so nobody's is judged. The peer is the JDK's engine; it keeps its sessions over all connections of a
 * test.
 */
class RenewalTest {
    /** Conscrypt sends the one as SNI, and leaves the other to the JDK's engine. */
    private static final String NAME = "rsa.example";

    private static final String ONE_LABEL = "localhost";

    @TempDir
    private Path folder;

    private final Judge judge = new Judge();
    private Path authorities;
    private CertificateFiles own;
    private String version;
    private ServerEngines listener;
    private ClientEngines pool;
    private Engines toBackend;

    /** Of the peer; it trusts everybody, and is asked in full handshakes only. */
    private static final class Judge implements X509TrustManager {
        private int calls;
        private String last;

        private void note(X509Certificate[] chain) {
            calls++;
            last = chain[0].getSubjectX500Principal().getName();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            note(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            note(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @BeforeEach
    void writeFiles() throws IOException {
        authorities = folder.resolve("authorities.pem");
        own = new CertificateFiles(folder.resolve("own.pem"), folder.resolve("own-key.pem"));
        write("authority.pem", authorities);
    }

    private static void write(String name, Path file) throws IOException {
        Files.copy(TlsFixtures.file(name), file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void writeOwn(String name) throws IOException {
        write(name + ".pem", own.certificate());
        write(name + "-key.pem", own.key());
    }

    private SSLContext peer(String certificate) throws InvalidCertificateException {
        return TlsProvider.of(TlsEngine.JDK)
                .newContext(List.of(Identity.read(TlsFixtures.certificate(certificate))), judge);
    }

    // --- Weir is the server

    private void comes(SSLContext client) throws IOException {
        final SSLEngine engine = client.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        Handshake.between(engine, listener.newEngine());
    }

    /** Has a session with Weir. */
    private SSLContext knownClient(TlsEngine engine, String version) throws Exception {
        this.version = version;
        writeOwn("localhost");
        listener = ServerEngines.of(
                new Tls(
                        List.of(own),
                        Tls.Version.TLS_1_2,
                        Tls.ClientCertificate.REQUIRED,
                        authorities,
                        null,
                        Tls.HTTP,
                        null,
                        1_000),
                TlsProvider.of(engine));
        final SSLContext client = peer("client");
        comes(client);
        comes(client);
        assertEquals(1, judge.calls, "it has resumed its session");
        return client;
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void aClientWhomNewAuthoritiesDoNotKnowCannotResume(TlsEngine engine, String version) throws Exception {
        final SSLContext client = knownClient(engine, version);
        write("odd.pem", authorities);
        listener.reload();
        assertThrows(SSLException.class, () -> comes(client));
        write("authority.pem", authorities);
        listener.reload();
        comes(client);
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void aClientThatWouldResumeSeesTheNewCertificate(TlsEngine engine, String version) throws Exception {
        final SSLContext client = knownClient(engine, version);
        writeOwn("wildcard");
        assertTrue(listener.reload());
        comes(client);
        assertEquals("CN=wildcard", judge.last);
        comes(client);
        assertEquals(2, judge.calls, "sessions of today are resumed");
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void filesWithTheSameInThemEndNoSession(TlsEngine engine, String version) throws Exception {
        final SSLContext client = knownClient(engine, version);
        writeOwn("localhost");
        assertFalse(listener.reload());
        comes(client);
        assertEquals(1, judge.calls);
    }

    // --- Weir is the client

    static List<Arguments> backends() {
        return List.of(
                arguments(TlsEngine.JDK, "TLSv1.2", NAME),
                arguments(TlsEngine.JDK, "TLSv1.3", NAME),
                arguments(TlsEngine.CONSCRYPT, "TLSv1.2", NAME),
                arguments(TlsEngine.CONSCRYPT, "TLSv1.3", NAME),
                arguments(TlsEngine.CONSCRYPT, "TLSv1.3", ONE_LABEL));
    }

    private void connects(SSLContext backend) throws IOException {
        final SSLEngine engine = backend.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {version});
        engine.setNeedClientAuth(true);
        Handshake.between(toBackend.newEngine(), engine);
    }

    /** One with whom Weir has a session. */
    private SSLContext knownBackend(TlsEngine engine, String version, String host) throws Exception {
        this.version = version;
        writeOwn("client");
        pool = ClientEngines.of(
                new BackendTls(true, authorities, null, own, Tls.Version.TLS_1_2), TlsProvider.of(engine));
        toBackend = pool.to(new Backend("b", InetSocketAddress.createUnresolved(host, 443)));
        final SSLContext backend = peer(host.equals(NAME) ? "rsa" : "localhost");
        connects(backend);
        connects(backend);
        assertEquals(1, judge.calls, "Weir has resumed its session");
        return backend;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBackendWhomNewAuthoritiesDoNotKnowIsRefusedThoughThereIsASession(
            TlsEngine engine, String version, String host) throws Exception {
        final SSLContext backend = knownBackend(engine, version, host);
        write("odd.pem", authorities);
        pool.reload();
        assertThrows(SSLException.class, () -> connects(backend));
        write("authority.pem", authorities);
        pool.reload();
        connects(backend);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBackendIsShownTheNewCertificateThoughThereIsASession(TlsEngine engine, String version, String host)
            throws Exception {
        final SSLContext backend = knownBackend(engine, version, host);
        writeOwn("wildcard");
        assertTrue(pool.reload());
        connects(backend);
        assertEquals("CN=wildcard", judge.last);
        connects(backend);
        assertEquals(2, judge.calls, "sessions of today are resumed");
    }
}
