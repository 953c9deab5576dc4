package weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.model.TlsEngine;
import weir.net.tls.Engines;
import weir.testkit.TlsFixtures;

/**
 * Files that are replaced, with peers that would go on with the session they have: in a resumed one nobody shows a certificate, so nobody's is judged. The peer is
 * the JDK's engine; it keeps its sessions over all connections of a test.
 */
class RenewalTest {
    private static final int BYTES = 40_000;
    private static final int ROUNDS = 20;
    /** Conscrypt sends the one as SNI, and leaves the other to the JDK's engine. */
    private static final String NAME = "rsa.example";

    private static final String ONE_LABEL = "localhost";

    @TempDir
    private Path folder;

    private final Judge judge = new Judge();
    private Path authorities;
    private CertificateFiles own;
    private String version;

    /** Of the peer; it trusts everybody, and is asked in full handshakes only. */
    private static final class Judge extends X509ExtendedTrustManager {
        private int calls;
        private String last;

        private void note(X509Certificate[] chain) {
            calls++;
            last = chain[0].getSubjectX500Principal().getName();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            note(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            note(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

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

    // --- Weir is the server

    private ServerEngines listener(TlsEngine engine) throws Exception {
        writeOwn("localhost");
        return ServerEngines.of(
                new Tls(
                        List.of(own),
                        Tls.Version.TLS_1_2,
                        Tls.ClientCertificate.REQUIRED,
                        authorities,
                        null,
                        Tls.HTTP,
                        0,
                        1_000),
                TlsProvider.of(engine));
    }

    private SSLContext peer(String... certificates) throws UnfitCertificate {
        final Identity[] identities = new Identity[certificates.length];
        for (int i = 0; i < certificates.length; i++) {
            identities[i] = Identity.read(TlsFixtures.certificate(certificates[i]));
        }
        return TlsProvider.of(TlsEngine.JDK).newContext(List.of(identities), judge);
    }

    private void comes(SSLContext client, Engines listener) throws IOException {
        final SSLEngine engine = client.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        shake(engine, listener.newEngine());
    }

    /** Has a session with Weir. */
    private SSLContext known(ServerEngines listener) throws Exception {
        final SSLContext client = peer("client");
        comes(client, listener);
        comes(client, listener);
        assertEquals(1, judge.calls, "it has resumed its session");
        return client;
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void aClientWhomNewAuthoritiesDoNotKnowCannotResume(TlsEngine engine, String version) throws Exception {
        this.version = version;
        final ServerEngines listener = listener(engine);
        final SSLContext client = known(listener);
        write("odd.pem", authorities);
        listener.reload();
        assertThrows(SSLException.class, () -> comes(client, listener));
        write("authority.pem", authorities);
        listener.reload();
        comes(client, listener);
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void aClientThatWouldResumeSeesTheNewCertificate(TlsEngine engine, String version) throws Exception {
        this.version = version;
        final ServerEngines listener = listener(engine);
        final SSLContext client = known(listener);
        writeOwn("wildcard");
        assertTrue(listener.reload());
        comes(client, listener);
        assertEquals("CN=wildcard", judge.last);
        comes(client, listener);
        assertEquals(2, judge.calls, "sessions of today are resumed");
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3"})
    void filesWithTheSameInThemEndNoSession(TlsEngine engine, String version) throws Exception {
        this.version = version;
        final ServerEngines listener = listener(engine);
        final SSLContext client = known(listener);
        writeOwn("localhost");
        assertFalse(listener.reload());
        comes(client, listener);
        assertEquals(1, judge.calls);
    }

    // --- Weir is the client

    private ClientEngines pool(TlsEngine engine) throws Exception {
        writeOwn("client");
        return ClientEngines.of(
                new BackendTls(true, authorities, null, own, Tls.Version.TLS_1_2), TlsProvider.of(engine));
    }

    private void connects(Engines engines, SSLContext backend) throws IOException {
        final SSLEngine engine = backend.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {version});
        engine.setNeedClientAuth(true);
        shake(engines.newEngine(), engine);
    }

    private static Engines to(ClientEngines pool, String host) {
        return pool.to(new Backend("b", InetSocketAddress.createUnresolved(host, 443)));
    }

    /** One with whom Weir has a session. */
    private SSLContext knownBackend(Engines engines, String host) throws Exception {
        final SSLContext backend = peer(host.equals(NAME) ? "rsa" : "localhost");
        connects(engines, backend);
        connects(engines, backend);
        assertEquals(1, judge.calls, "Weir has resumed its session");
        return backend;
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, TLSv1.2, " + NAME,
        "JDK, TLSv1.3, " + NAME,
        "CONSCRYPT, TLSv1.2, " + NAME,
        "CONSCRYPT, TLSv1.3, " + NAME,
        "CONSCRYPT, TLSv1.3, " + ONE_LABEL
    })
    void aBackendWhomNewAuthoritiesDoNotKnowIsRefusedThoughThereIsASession(
            TlsEngine engine, String version, String host) throws Exception {
        this.version = version;
        final ClientEngines pool = pool(engine);
        final Engines engines = to(pool, host);
        final SSLContext backend = knownBackend(engines, host);
        write("odd.pem", authorities);
        pool.reload();
        assertThrows(SSLException.class, () -> connects(engines, backend));
        write("authority.pem", authorities);
        pool.reload();
        connects(engines, backend);
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, TLSv1.2, " + NAME,
        "JDK, TLSv1.3, " + NAME,
        "CONSCRYPT, TLSv1.2, " + NAME,
        "CONSCRYPT, TLSv1.3, " + NAME,
        "CONSCRYPT, TLSv1.3, " + ONE_LABEL
    })
    void aBackendIsShownTheNewCertificateThoughThereIsASession(TlsEngine engine, String version, String host)
            throws Exception {
        this.version = version;
        final ClientEngines pool = pool(engine);
        final Engines engines = to(pool, host);
        final SSLContext backend = knownBackend(engines, host);
        writeOwn("wildcard");
        assertTrue(pool.reload());
        connects(engines, backend);
        assertEquals("CN=wildcard", judge.last);
        connects(engines, backend);
        assertEquals(2, judge.calls, "sessions of today are resumed");
    }

    // --- both

    /** Back and forth until both have done, and tickets have come. */
    private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        final ByteBuffer up = ByteBuffer.allocate(BYTES);
        final ByteBuffer down = ByteBuffer.allocate(BYTES);
        for (int round = 0; round < ROUNDS; round++) {
            step(client, down, up);
            step(server, up, down);
        }
        server.wrap(ByteBuffer.allocate(1), down); // Conscrypt sends tickets with the first payload
        step(client, down, up);
    }

    /** Does what one side can. */
    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        final ByteBuffer aside = ByteBuffer.allocate(BYTES);
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    engine.getDelegatedTask().run();
                    yield true;
                }
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
                default -> {
                    in.flip();
                    final int consumed = engine.unwrap(in, aside).bytesConsumed();
                    in.compact();
                    yield consumed > 0;
                }
            };
        }
    }
}
