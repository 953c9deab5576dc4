package weir.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a backend has sent waits for what it will send. */
@Tag("system")
@Timeout(60)
final class ServerSentEventsIT {
    private static final int EVENTS = 50;

    @AutoClose
    private final Stage stage = new Stage();

    /**
     * The backend sends an event only when the client has the one before: if one were held back, this would stand
     * still.
     */
    @ParameterizedTest
    @CsvSource({"HTTP/1.1, true", "HTTP/1.1, false", "HTTP/1.0, true", "HTTP/1.0, false"})
    void passesEachEventBeforeTheNextIsSent(String version, boolean chunked) throws Exception {
        final Semaphore mayGo = new Semaphore(0);
        final ScriptedBackend backend = stage.backend(connection -> {
            connection.awaitRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n"));
            for (int number = 0; number < EVENTS; number++) {
                mayGo.acquire();
                final String event = event(number);
                connection.send(chunked ? Integer.toHexString(event.length()) + "\r\n" + event + "\r\n" : event);
            }
            mayGo.acquire();
            connection.send(chunked ? "0\r\n\r\n" : "");
        });
        final RawClient client = stage.client(stage.weirBefore(backend.port()).port());
        client.sendGet("/events", version);
        final RawResponse response = client.read(); // the head as well comes before the first event
        for (int number = 0; number < EVENTS; number++) {
            mayGo.release();
            final byte[] event = event(number).getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(event, response.body().readNBytes(event.length));
        }
        mayGo.release();
        assertEquals(-1, response.body().read());
    }

    private static String event(int number) {
        return "id: " + number + "\ndata: event " + number + "\n\n";
    }

    /** The second event is due in ten minutes. */
    @Test
    void passesTheFirstEventOfTheDemoBackendAtOnce() throws Exception {
        final WeirProcess weir = stage.weirBefore(stage.demoBackend("b1").port());
        final RawClient client = stage.client(weir.port());
        client.sendGet("/?sse=2&every=10m", "HTTP/1.1");
        final RawResponse response = client.read();
        assertEquals("text/event-stream", response.field("Content-Type"));
        final String first = "id: 1\ndata: event 1 of 2 from b1\n\n";
        assertEquals(first, new String(response.body().readNBytes(first.length()), StandardCharsets.US_ASCII));
    }
}
