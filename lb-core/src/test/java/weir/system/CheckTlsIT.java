package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.TlsFixtures;

/** Checks with TLS on a port of their own, and without it. */
@Tag("system")
@Timeout(60)
final class CheckTlsIT {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aCheckOnAPortOfItsOwnSpeaksTlsWhereItIsToldTo() throws Exception {
        final ScriptedBackend hello = stage.backend(connection -> {
            while (connection.awaitRequest()) {
                connection.send(HELLO);
            }
        });
        final WeirProcess secured = stage.weir(
                """
                loops: 1
                listeners:
                  web: {bind: 127.0.0.1:0, pool: app, tls: {certificate: '%s', key: '%s'}}
                pools:
                  app: {backends: [127.0.0.1:%d]}
                """.formatted(TlsFixtures.file("localhost.pem"), TlsFixtures.file("localhost-key.pem"), hello.port()));
        final WeirProcess weir =
                stage.weir("""
                loops: 1
                listeners:
                  web: {bind: 127.0.0.1:0, pool: with}
                  other: {bind: 127.0.0.1:0, pool: without}
                  third: {bind: 127.0.0.1:0, pool: plain}
                  fourth: {bind: 127.0.0.1:0, pool: vouched}
                  fifth: {bind: 127.0.0.1:0, pool: misnamed}
                pools:
                  with:
                    backends: [{id: b1, address: 127.0.0.1:9, check: 127.0.0.1:%1$d}]
                    tls: {ca: '%3$s'}
                    health: {type: http, path: /, initial: down, rise: 1, interval: 100ms, timeout: 5s, tls: true, server-name: localhost}
                  without:
                    backends: [{id: b2, address: 127.0.0.1:9, check: 127.0.0.1:%2$d}]
                    tls: {ca: '%3$s'}
                    health: {type: http, path: /, initial: down, rise: 1, interval: 100ms, timeout: 5s}
                  plain:
                    backends: [{id: b3, address: 127.0.0.1:9, check: 127.0.0.1:%1$d}]
                    health: {type: http, path: /, initial: up, fall: 1, interval: 100ms, timeout: 5s, tls: true, server-name: localhost}
                  vouched:
                    backends: [{id: b4, address: 127.0.0.1:9, check: 127.0.0.1:%1$d}]
                    health: {type: http, path: /, initial: down, rise: 1, interval: 100ms, timeout: 5s, tls: true, ca: '%3$s', server-name: localhost}
                  misnamed:
                    backends: [{id: b5, address: 127.0.0.1:9, check: 127.0.0.1:%1$d}]
                    health: {type: http, path: /, initial: up, fall: 1, interval: 100ms, timeout: 5s, tls: true, ca: '%3$s', server-name: other.test}
                """.formatted(secured.port(), hello.port(), TlsFixtures.file("authority.pem")));
        await("with TLS").atMost(Child.PATIENCE).until(() -> has(weir, "with/b1 is up: status 200"));
        await("without").atMost(Child.PATIENCE).until(() -> has(weir, "without/b2 is up: status 200"));
        await("an authority that the JVM does not know")
                .atMost(Child.PATIENCE)
                .until(() -> has(weir, "plain/b3 is down: no TLS: peer certificate of unknown authority"));
        await("one of its own").atMost(Child.PATIENCE).until(() -> has(weir, "vouched/b4 is up: status 200"));
        await("a certificate for somebody else")
                .atMost(Child.PATIENCE)
                .until(() -> has(weir, "misnamed/b5 is down: no TLS: peer certificate for another name"));
        assertTrue(weir.log().stream().noneMatch(line -> line.contains("a bug in Weir")), weir.log()::toString);
    }

    private static boolean has(WeirProcess weir, String text) {
        return weir.log().stream().anyMatch(line -> line.contains(text));
    }
}
