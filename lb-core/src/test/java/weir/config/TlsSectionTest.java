package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.Hsts;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.Tls;
import weir.testkit.TlsFixtures;

class TlsSectionTest {
    private static String file(String listener) {
        return "listeners:\n  web: {bind: 8080, pool: app, " + listener
                + "}\npools:\n  app: {backends: [127.0.0.1:9001]}\n";
    }

    private static String pair(String certificate, String key) {
        return "certificate: '" + TlsFixtures.file(certificate) + "', key: '" + TlsFixtures.file(key) + "'";
    }

    private static String pair(String name) {
        return pair(name + ".pem", name + "-key.pem");
    }

    private static Tls tls(String keys) {
        return Reads.configuration(file("tls: {" + keys + "}"))
                .listeners()
                .get(0)
                .tls();
    }

    private static String problem(String keys) {
        final List<String> problems = Reads.problems(file("tls: {" + keys + "}"));
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    /** SEC 1, PKCS#1 and PKCS#8, as openssl writes them. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "rsa", "wildcard"})
    void takesEveryFormOfKey(String name) {
        final Tls tls = tls(pair(name));
        assertEquals(List.of(TlsFixtures.certificate(name)), tls.certificates());
        assertEquals(Tls.HTTP, tls.applicationProtocols());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost.pem, wildcard-key.pem, is not the key of the certificate",
        "localhost.pem, rsa-key.pem, is not the key of the certificate",
        "client.pem, encrypted-key.pem, has an encrypted key",
        "localhost-key.pem, localhost-key.pem, has no certificate in it",
        "localhost.pem, authority.pem, has no private key in it"
    })
    void saysWhatIsWrongWithAFile(String certificate, String key, String words) {
        final String problem = problem(pair(certificate, key));
        assertTrue(problem.startsWith("weir.yaml:2: listeners.web.tls.") && problem.contains(words), problem);
    }

    @Test
    void saysWhichFileIsMissing() {
        final String problem = problem("certificate: /no/such.pem, key: /no/such-key.pem");
        assertTrue(
                problem.startsWith("weir.yaml:2: listeners.web.tls.certificate: found there is no file /no/such.pem"),
                problem);
    }

    @Test
    void wantsOneCertificateOrAList() {
        assertTrue(problem("min-version: TLSv1.3").contains("no certificate"));
        assertTrue(problem(pair("rsa") + ", certificates: [{" + pair("rsa") + "}]")
                .contains("certificate and certificates"));
    }

    @Test
    void asksForClientCertificatesOnlyWithAuthorities() {
        assertTrue(problem(pair("rsa") + ", client-certificate: required").contains("client-ca: found nothing"));
        assertTrue(problem(pair("rsa") + ", client-certificate-header: X").contains("client-certificate-header"));
        final Tls tls = tls(
                pair("rsa") + ", client-certificate: optional, client-ca: '" + TlsFixtures.file("authority.pem") + "'");
        assertEquals(Tls.ClientCertificate.OPTIONAL, tls.clientCertificate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host", "content-length", "X-Forwarded-For", "x-forwarded-client", "Forwarded", "X_Client", "X Y"
            })
    void tellsOfClientCertificatesInAFieldThatMeansNothingElse(String name) {
        final String authority =
                ", client-certificate: optional, client-ca: '" + TlsFixtures.file("authority.pem") + "'";
        assertTrue(problem(pair("rsa") + authority + ", client-certificate-header: '" + name + "'")
                .contains("a field name of letters, digits and hyphens that has no other meaning"));
    }

    @Test
    void tellsOfClientCertificatesInAFieldOfOnesOwn() {
        final String authority =
                ", client-certificate: optional, client-ca: '" + TlsFixtures.file("authority.pem") + "'";
        assertEquals(
                "Host-Subject",
                tls(pair("rsa") + authority + ", client-certificate-header: Host-Subject")
                        .clientHeader());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "routes: [{headers: {X-Client-Subject: CN=admin}, pool: app}];headers.X-Client-Subject",
                "routes: [{path: /, not: {headers: {X-Client_Subject: '*'}}, pool: app}];not.headers.X-Client_Subject",
            })
    void keepsThatFieldForItself(String keys, String where) {
        final String secured = "{bind: 8443, pool: app, tls: {" + pair("rsa")
                + ", client-certificate: required, client-ca: '" + TlsFixtures.file("authority.pem")
                + "', client-certificate-header: X-Client-Subject}}";
        final List<String> problems = Reads.problems("listeners: {web: {bind: 8080, " + keys + "}, other: " + secured
                + "}\npools: {app: {backends: [127.0.0.1:9001]}}\n");
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(
                problems.get(0).contains("listeners.web.routes[0]." + where + ": found the field \"X-Client"),
                problems::toString);
    }

    @Test
    void warnsOfACertificateThatHasExpired() {
        final List<String> warnings = Reads.warnings(file("tls: {" + pair("expired") + "}"));
        assertTrue(warnings.stream().anyMatch(line -> line.contains("has expired on ")), warnings::toString);
    }

    @Test
    void warnsOfAKeyThatOthersCanRead(@TempDir Path folder) throws IOException {
        final Path key = Files.copy(TlsFixtures.file("localhost-key.pem"), folder.resolve("key.pem"));
        final String keys = "certificate: '" + TlsFixtures.file("localhost.pem") + "', key: '" + key + "'";
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(List.of(), Reads.warnings(file("tls: {" + keys + "}")));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw----r--"));
        final List<String> warnings = Reads.warnings(file("tls: {" + keys + "}"));
        assertTrue(warnings.size() == 1 && warnings.get(0).contains("can be read by every user"), warnings::toString);
    }

    @Test
    void warnsOfAnRsaKeyThatIsTooShort() {
        final List<String> warnings = Reads.warnings(file("tls: {" + pair("weak") + "}"));
        assertTrue(warnings.stream().anyMatch(line -> line.contains("RSA key of 1024 bits")), warnings::toString);
    }

    @Test
    void redirectsToHttpsWithoutAPool() {
        final Listener listener = Reads.configuration(
                        "listeners:\n  web: {bind: 8080, mode: https-redirect, https-port: 8443, status: 301}\n"
                                + "  app: {bind: 8081, pool: app}\npools: {app: {backends: [127.0.0.1:9001]}}\n")
                .listeners()
                .get(0);
        assertEquals(ListenerMode.HTTPS_REDIRECT, listener.mode());
        assertEquals(301, listener.redirectStatus());
        assertEquals(8443, listener.httpsPort());
        assertEquals(1, Reads.problems(file("mode: https-redirect")).size());
        assertEquals(
                List.of(),
                Reads.problems("listeners: {web: {bind: 8080, mode: https-redirect, routes: [{path: /a, pool: app}]}}\n"
                        + "pools: {app: {backends: ['127.0.0.1:9001']}}"));
    }

    @Test
    void takesWhatBrowsersAreToldOfTls() {
        assertEquals(Hsts.of(3_600), tls(pair("localhost") + ", hsts: 1h").hsts());
        assertEquals(
                new Hsts(31_536_000, true, true),
                tls(pair("localhost") + ", hsts: {max-age: 8760h, include-subdomains: true, preload: true}")
                        .hsts());
        assertEquals(
                true,
                problem(pair("localhost") + ", hsts: {max-age: 8760h, preload: true}")
                        .contains("found preload without include-subdomains"));
        assertEquals(
                true,
                problem(pair("localhost") + ", hsts: {max-age: 8759h, include-subdomains: true, preload: true}")
                        .contains("found preload with a max-age of less than a year"));
        problem(pair("localhost") + ", hsts: {preload: false}");
        problem(pair("localhost") + ", hsts: 1ms");
    }
}
