package weir.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.params.provider.Arguments;
import weir.model.BackendTls;
import weir.model.CertificateFiles;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Tls;
import weir.model.TlsEngine;
import weir.pki.InvalidCertificateException;
import weir.tls.ClientEngines;
import weir.tls.ServerEngines;
import weir.tls.TlsProvider;

/** Certificates that the tests know, all from one authority but for none. They end in a hundred years. */
public final class TlsFixtures {
    private TlsFixtures() {}

    public static Path file(String name) {
        try {
            return Path.of(TlsFixtures.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public static CertificateFiles certificate(String name) {
        return new CertificateFiles(file(name + ".pem"), file(name + "-key.pem"));
    }

    /** For localhost. */
    public static Tls tls() {
        return Tls.of(certificate("localhost"));
    }

    /** The same, with clients that must show who they are. */
    public static Tls mutualTls() {
        final Tls tls = tls();
        return new Tls(
                List.of(certificate("localhost")),
                tls.minVersion(),
                Tls.ClientCertificate.REQUIRED,
                file("authority.pem"),
                "X-Client",
                Tls.HTTP,
                null,
                Setup.HANDSHAKE_MS);
    }

    public static ServerEngines engines(Tls tls, TlsEngine engine) {
        try {
            return ServerEngines.of(tls, TlsProvider.of(engine));
        } catch (InvalidCertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** Tells backends of clients' certificates in that field. Its files are not there. */
    public static Listener listenerThatTellsSubjects(String clientHeader) {
        final Tls tls = new Tls(
                List.of(new CertificateFiles(Path.of("a.pem"), Path.of("a-key.pem"))),
                Tls.Version.TLS_1_2,
                Tls.ClientCertificate.OPTIONAL,
                Path.of("authority.pem"),
                clientHeader,
                Tls.HTTP,
                null,
                Tls.HANDSHAKE_MS);
        return new Listener(
                        "secure",
                        new InetSocketAddress(0),
                        0,
                        List.of(),
                        ListenerTimeouts.DEFAULTS,
                        ListenerLimits.DEFAULTS)
                .withTls(tls);
    }

    /** For backends that {@link #securedBackend} makes. */
    public static ClientEngines towardsBackends(TlsEngine engine) {
        try {
            return ClientEngines.of(
                    new BackendTls(true, file("authority.pem"), "localhost", null, Tls.Version.TLS_1_2),
                    TlsProvider.of(engine));
        } catch (InvalidCertificateException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The JDK's engine, which sends what it has to send as a whole.
     *
     * @param certificate for localhost where it is to be believed
     */
    public static SecuredPeer securedBackend(BackendConnection wire, String certificate, String version) {
        try {
            final SSLEngine server =
                    engines(Tls.of(certificate(certificate)), TlsEngine.JDK).newEngine();
            server.setEnabledProtocols(new String[] {version});
            return new SecuredPeer(wire, server, left -> left);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Each of them with both engines and both versions. */
    public static List<Arguments> withEachEngine(Enum<?>[] cases) {
        return Arrays.stream(cases)
                .flatMap(one -> Stream.of(TlsEngine.JDK, TlsEngine.CONSCRYPT)
                        .flatMap(engine ->
                                Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(one, engine, version))))
                .toList();
    }

    /** Of clients that believe everybody. */
    public static SSLContext trustingContext() {
        try {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
