package weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weir.model.Backend;
import weir.model.BackendTls;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.model.TlsEngine;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;
import weir.testkit.TlsFixtures;

/**
 * What engines make of names and keys that are in use, but that not every library likes. Both sides are in this
 * process.
 */
class EnginesTest {
    private static ClientEngines clients(TlsEngine engine, BackendTls tls) throws InvalidCertificateException {
        return ClientEngines.of(tls, TlsProvider.of(engine));
    }

    private static BackendTls asking(String name, CertificateFiles own) {
        return new BackendTls(true, TlsFixtures.file("odd.pem"), name, own, Tls.Version.TLS_1_2);
    }

    private static Backend backend(String host) {
        return new Backend("b", InetSocketAddress.createUnresolved(host, 443));
    }

    private static SSLEngine server(String... certificates) throws IOException {
        final Tls tls = TlsFixtures.tls();
        final List<CertificateFiles> files =
                List.of(certificates).stream().map(TlsFixtures::certificate).toList();
        return TlsFixtures.engines(
                        new Tls(
                                files,
                                tls.minVersion(),
                                tls.clientCertificate(),
                                null,
                                null,
                                tls.applicationProtocols(),
                                null,
                                1_000),
                        TlsEngine.CONSCRYPT)
                .newEngine();
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, my_service",
        "JDK, _x.site.test",
        "JDK, a..b",
        "CONSCRYPT, my_service",
        "CONSCRYPT, _x.site.test",
        "CONSCRYPT, -a.test",
        "CONSCRYPT, site.test"
    })
    void aBackendIsAskedForByAnyNameAndMustHaveIt(TlsEngine engine, String name) throws Exception {
        final SSLEngine client =
                clients(engine, asking(name, null)).to(backend("127.0.0.1")).newEngine();
        assertTrue(Handshake.between(client, server("odd")).contains(name));
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsEngine.class,
            names = {"JDK", "CONSCRYPT"})
    void aCertificateForAnotherOddNameIsRefused(TlsEngine engine) throws Exception {
        final SSLEngine client = clients(engine, asking("your_service", null))
                .to(backend("127.0.0.1"))
                .newEngine();
        assertThrows(SSLException.class, () -> Handshake.between(client, server("odd")));
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsEngine.class,
            names = {"JDK", "CONSCRYPT"})
    void theHostOfABackendMayHaveAnUnderscoreOrADotAtItsEnd(TlsEngine engine) throws Exception {
        final ClientEngines engines = clients(engine, asking(null, null));
        assertTrue(Handshake.between(engines.to(backend("my_service")).newEngine(), server("odd"))
                .contains("my_service"));
        final String hello = Handshake.between(engines.to(backend("site.test.")).newEngine(), server("odd"));
        assertTrue(hello.contains("site.test") && !hello.contains("site.test."));
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsEngine.class,
            names = {"JDK", "CONSCRYPT", "AUTO"})
    void anEd25519KeyIsUsedWhicheverEngineIsAskedFor(TlsEngine engine) throws Exception {
        final BackendTls tls =
                new BackendTls(true, TlsFixtures.file("ed25519.pem"), "localhost", null, Tls.Version.TLS_1_2);
        final SSLEngine client = ClientEngines.of(tls, TlsProvider.of(TlsEngine.JDK))
                .to(backend("127.0.0.1"))
                .newEngine();
        final SSLEngine server = TlsFixtures.engines(Tls.of(TlsFixtures.certificate("ed25519")), engine)
                .newEngine();
        Handshake.between(client, server);
    }

    /** As Conscrypt has it where the directory is mounted noexec. */
    @Test
    void whyConscryptDoesNotRunIsToldByTheInnermostCause() {
        final LinkageError outer = new UnsatisfiedLinkError("Failed creating temp file");
        outer.initCause(new IOException("cannot be executed; check volume for \"noexec\" flag"));
        assertEquals("cannot be executed; check volume for \"noexec\" flag", TlsProvider.reason(outer));
        assertEquals(null, TlsProvider.obstacle());
    }

    @Test
    void anEd25519KeyThatComesLaterIsNoReasonToFailEachHandshake() throws Exception {
        final InvalidCertificateException refusal = assertThrows(
                InvalidCertificateException.class,
                () -> TlsProvider.of(TlsEngine.CONSCRYPT)
                        .require(List.of(Identity.read(TlsFixtures.certificate("ed25519")))));
        assertTrue(refusal.getMessage().contains("start Weir anew"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"my_service, odd", "site.test, odd", "localhost, localhost", "a.site.test, localhost", ", localhost"})
    void theNameOnTheWireChoosesTheCertificate(String name, String expected) throws Exception {
        final SniKeySelector choice = new SniKeySelector(List.of(
                Identity.read(TlsFixtures.certificate("localhost")), Identity.read(TlsFixtures.certificate("odd"))));
        SniKeySelector.onStepFor(name);
        final String alias = choice.chooseEngineServerAlias("EC", null, null);
        assertEquals(
                expected,
                choice.getCertificateChain(alias)[0]
                        .getSubjectX500Principal()
                        .getName()
                        .substring("CN=".length()));
    }
}
