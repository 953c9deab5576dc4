package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit of a listener: what is as large is served, what is one larger is refused and the connection ends. */
@Tag("system")
@Timeout(90)
final class LimitsIT {
    private static final int HEAD = 1_024;
    private static final int HEADERS = 10;
    private static final int TARGET = 128;
    private static final int BODY = 1_000;
    private static final int REQUESTS = 4;
    private static final int PIPELINED = 2;

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    @BeforeEach
    void start() throws Exception {
        weir = stage.weir("""
                loops: 1
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    timeouts: {linger: 200ms}
                    limits: {head: %d, headers: %d, target: %d, body: %d, requests: %d, pipelined: %d}
                pools:
                  app: {backends: ["127.0.0.1:%d"], health: none}
                """.formatted(
                        HEAD,
                        HEADERS,
                        TARGET,
                        BODY,
                        REQUESTS,
                        PIPELINED,
                        stage.demoBackend("b1").port()));
    }

    static Stream<Arguments> sizes() {
        return IntStream.of(0, 1)
                .boxed()
                .flatMap(past -> Stream.of(
                        Arguments.of("head", head(HEAD + past), past == 0 ? 200 : 431),
                        Arguments.of("headers", headers(HEADERS + past), past == 0 ? 200 : 431),
                        Arguments.of("target", target(TARGET + past), past == 0 ? 200 : 414),
                        Arguments.of("body with length", sized(BODY + past), past == 0 ? 200 : 413),
                        Arguments.of("body in chunks", chunked(BODY + past), past == 0 ? 200 : 413)));
    }

    private static String head(int bytes) {
        final String bare = "GET / HTTP/1.1\r\nHost: test\r\nX: \r\n\r\n";
        return bare.replace("X: ", "X: " + "x".repeat(bytes - bare.length()));
    }

    private static String headers(int count) {
        return "GET / HTTP/1.1\r\nHost: test\r\n" + "X: y\r\n".repeat(count - 1) + "\r\n";
    }

    private static String target(int bytes) {
        return "GET /" + "x".repeat(bytes - 1) + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }

    private static String sized(int bytes) {
        return "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + bytes + "\r\n\r\n" + "x".repeat(bytes);
    }

    private static String chunked(int bytes) {
        return "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + "1;a=b\r\nx\r\n".repeat(bytes)
                + "0\r\nTrailer: y\r\n\r\n";
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("sizes")
    void servesUpToTheLimitAndRefusesTheNextByte(String what, String request, int status) throws Exception {
        final RawClient client = stage.client(weir.port());
        client.send(request);
        final RawResponse response = client.read().whole();
        assertEquals(status, response.status());
        if (status == 200) {
            assertEquals(200, client.get("/").status());
        } else {
            assertEquals("close", response.field("Connection"));
            assertTrue(client.awaitEnd());
            assertEquals(200, RawClient.getOnce(weir.port(), "/").status());
        }
    }

    @Test
    void endsAConnectionWithItsLastRequest() throws Exception {
        final RawClient client = stage.client(weir.port());
        for (int i = 1; i < REQUESTS; i++) {
            assertNull(client.get("/" + i).field("Connection"));
        }
        assertEquals("close", client.get("/last").field("Connection"));
        assertTrue(client.awaitEnd());
    }

    @Test
    void endsAConnectionOnWhichTooMuchIsPipelined() throws Exception {
        final RawClient within = stage.client(weir.port());
        final RawClient beyond = stage.client(weir.port());
        final String get = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";
        within.send(get.repeat(PIPELINED + 1)); // the first waits for none
        beyond.send(get.repeat(PIPELINED + 2));
        for (int i = 0; i < PIPELINED; i++) {
            assertNull(within.read().whole().field("Connection"));
            assertNull(beyond.read().whole().field("Connection"));
        }
        assertNull(within.read().whole().field("Connection"));
        assertEquals("close", beyond.read().whole().field("Connection"));
        assertTrue(beyond.awaitEnd());
        assertEquals(200, within.get("/").status());
    }
}
