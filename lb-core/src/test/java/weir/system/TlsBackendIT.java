package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.TlsFixtures;

/** TLS to backends: nginx, with a certificate for localhost. */
@Tag("system")
@Timeout(120)
final class TlsBackendIT {
    private static final String CA = "ca: '" + TlsFixtures.file("authority.pem") + "'";
    private static final String OWN =
            "certificate: '" + TlsFixtures.file("client.pem") + "', key: '" + TlsFixtures.file("client-key.pem") + "'";

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir(String engine, int port, String tls, String health) throws IOException {
        return stage.weir("""
                loops: 1
                admin: 0
                tls: {engine: %s}
                listeners: {web: {bind: 127.0.0.1:0, pool: app}}
                pools: {app: {backends: ['localhost:%d'], tls: {%s}, health: %s, timeouts: {connect: 20s}}}
                """.formatted(engine, port, tls, health));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void asksForTheBackendsNameAndShowsWhoWeirIs(String engine) throws Exception {
        final WeirProcess weir = weir(engine, NginxPeer.startWithTls(stage), CA + ", " + OWN, "{type: http, path: /}");
        final AdminClient admin = new AdminClient(weir.adminPort());
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            final RawClient client = stage.client(weir.port());
            clients.add(client);
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        for (RawClient client : clients) {
            assertEquals("by localhost from CN=alice,O=Test", client.read().text());
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(200, clients.get(i % 20).get("/").status());
        }
        assertTrue(admin.sum("weir_upstream_connects_total") <= 20, "connections are kept");
        assertTrue(admin.sum("weir_upstream_reuses_total") >= 50, "and used again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void trustsNobodyWhoIsNotVouchedForOrIsSomebodyElse(String engine) throws Exception {
        final int port = NginxPeer.startWithTls(stage);
        for (String tls : new String[] {"", CA + ", server-name: other.test"}) {
            final WeirProcess weir = weir(engine, port, tls, "none");
            final RawClient client = stage.client(weir.port());
            final RawResponse response = client.get("/");
            assertEquals(502, response.status());
            assertEquals("upstream_tls_failed", response.text().strip().replaceFirst("^502 ", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void aCheckSaysWhatIsWrongWithTheCertificate(String engine) throws Exception {
        final WeirProcess weir =
                weir(engine, NginxPeer.startWithTls(stage), "", "{type: tcp, fall: 1, interval: 100ms}");
        final AdminClient admin = new AdminClient(weir.adminPort());
        await().atMost(Child.PATIENCE).until(() -> admin.text("/api/pools").contains("no TLS: peer certificate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void takesAnyCertificateWhereTheConfigurationSaysSo(String engine) throws Exception {
        final WeirProcess weir = weir(engine, NginxPeer.startWithTls(stage), "verify: false", "none");
        assertEquals("by localhost from ", stage.client(weir.port()).get("/").text());
    }
}
