package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend on HTTP/1.0 that closes after each response, and refuses uploads without reading them. */
@Tag("system")
@Timeout(90)
final class PythonIT {
    private static final int UPLOAD_BYTES = 10 << 20;

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    @BeforeEach
    void start() throws Exception {
        weir = stage.weirBefore(stage.python().port());
    }

    @Test
    void passesGetAndHeadOnOneConnection() throws Exception {
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 3; i++) {
            assertAnswers(client);
            client.send("HEAD /hello.txt HTTP/1.1\r\nHost: test\r\n\r\n");
            assertEquals(
                    Integer.toString(PythonPeer.TEXT.length()),
                    client.readHead().field("Content-Length"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void passesTheRefusalOfAnUpload(boolean chunked) throws Exception {
        final RawClient client = stage.client(weir.port());
        client.send("POST /upload HTTP/1.1\r\nHost: test\r\n"
                + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 11\r\n\r\n"));
        client.send(chunked ? "b\r\nhello world\r\n0\r\n\r\n" : "hello world");
        final RawResponse refusal = client.read().whole();
        assertEquals(501, refusal.status());
        assertConnectionGoesOn(client, refusal);
        assertAnswers(stage.client(weir.port()));
    }

    /**
     * The refusal comes while most of the upload is still to be sent; whether the rest can be sent is up to the
     * balancer.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void passesTheRefusalOfALargeUpload(boolean chunked) throws Exception {
        final RawClient client = stage.client(weir.port());
        client.send("POST /upload HTTP/1.1\r\nHost: test\r\n"
                + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + UPLOAD_BYTES + "\r\n\r\n"));
        final Thread upload = new Thread(() -> send(client, chunked), "upload");
        upload.start();
        final RawResponse refusal = client.read().whole();
        assertEquals(501, refusal.status());
        if ("close".equals(refusal.field("Connection"))) {
            client.close();
        }
        upload.join();
        assertAnswers(stage.client(weir.port()));
    }

    private static void send(RawClient client, boolean chunked) {
        final byte[] part = new byte[64 * 1024];
        try {
            for (int sent = 0; sent < UPLOAD_BYTES; sent += part.length) {
                client.send(chunked ? "10000\r\n" : "");
                client.send(part);
                client.send(chunked ? "\r\n" : "");
            }
            client.send(chunked ? "0\r\n\r\n" : "");
        } catch (IOException e) {
            // Nobody wants the rest.
        }
    }

    /** Either it says that it closes, or the next request is answered on it. */
    private static void assertConnectionGoesOn(RawClient client, RawResponse last) throws Exception {
        if ("close".equals(last.field("Connection"))) {
            client.awaitEnd();
        } else {
            assertAnswers(client);
        }
    }

    private static void assertAnswers(RawClient client) throws Exception {
        final RawResponse get = client.get("/hello.txt");
        assertEquals(200, get.status());
        assertEquals(PythonPeer.TEXT, get.text());
    }
}
