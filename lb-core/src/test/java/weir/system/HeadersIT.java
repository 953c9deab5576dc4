package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.testkit.Wire;

/** What the configuration changes about heads, as backend and client see it on the wire. */
@Tag("system")
@Timeout(60)
final class HeadersIT {
    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    /** A backend that answers with the head that it got; its own has {@code lines} besides. */
    private int mirror(String lines) throws IOException {
        return stage.backend(connection -> {
                    final StringBuilder head = new StringBuilder();
                    for (int c = connection.in().read();
                            c >= 0;
                            c = connection.in().read()) {
                        head.append((char) c);
                        if (head.length() > 3
                                && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n" + lines
                                    + "\r\n" + head);
                            head.setLength(0);
                        }
                    }
                })
                .port();
    }

    /** @param yaml with {@code PORT} for a backend that answers with the head that it got */
    private void start(String yaml, String lines) throws IOException {
        weir = stage.weir(yaml.replace("PORT", Integer.toString(mirror(lines))));
    }

    /** Head and body of the response. */
    private record Answer(int status, String head, String body) {}

    private Answer ask(String head) throws IOException {
        try (Socket client = new Socket("127.0.0.1", weir.port())) {
            client.getOutputStream().write(Wire.bytes(head + "Connection: close\r\n\r\n"));
            final String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            final int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    /** Lines whose name begins with an X, without those that Weir always writes. */
    private static String fields(String head) {
        return Stream.of(head.split("\r\n"))
                .filter(line -> line.startsWith("X-") && !line.startsWith("X-Forwarded"))
                .collect(Collectors.joining("|"));
    }

    @Test
    void rulesOfAllLevelsChangeBothHeads() throws Exception {
        start("""
                listeners:
                  web:
                    bind: 127.0.0.1:0
                    pool: app
                    request-headers: {set: {X-A: listener}, remove: [x-debug]}
                    response-headers: {set: {X-C: listener}, default: {X-D: listener}}
                    routes:
                      - path: /route
                        request-headers: {add: {X-A: route}, default: {X-B: route}}
                        response-headers: {add: {X-C: route}, default: {X-D: route}}
                        pool: app
                      - {path: /gone, response-headers: {set: {X-D: gone}}, pool: none}
                pools:
                  app:
                    backends: [127.0.0.1:PORT]
                    request-headers: {add: {X-A: pool}}
                    response-headers: {add: {X-C: pool}, remove: [X-Powered-By]}
                  none: {backends: [{address: 127.0.0.1:1, weight: 0}], response-headers: {set: {X-E: pool}}}
                """, "X-Powered-By: it\r\nX-C: backend\r\n");
        final Answer plain = ask("GET / HTTP/1.1\r\nHost: a\r\nX-Debug: 1\r\nX-A: client\r\n");
        assertEquals("X-A: listener|X-A: pool", fields(plain.body()));
        assertEquals("X-C: listener|X-D: listener", fields(plain.head()));
        final Answer route = ask("GET /route HTTP/1.1\r\nHost: a\r\n");
        assertEquals("X-A: listener|X-A: route|X-B: route|X-A: pool", fields(route.body()));
        assertEquals("X-D: route|X-C: listener", fields(route.head()));
        final Answer gone = ask("GET /gone HTTP/1.1\r\nHost: a\r\n");
        assertEquals(503, gone.status());
        assertEquals("X-D: gone|X-C: listener", fields(gone.head()));
    }
}
