package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend on HTTP/1.1 that keeps connections: the JDK's server. */
@Tag("system")
@Timeout(90)
final class DemoBackendIT {
    private static final long GIB = 1L << 30;
    private static final int UPLOAD_BYTES = 10 << 20;

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir;

    @BeforeEach
    void start() throws Exception {
        weir = stage.weir(
                LargeBodies.SMALL_HEAP, Yaml.before(stage.demoBackend("b1").port()));
    }

    @Test
    void passesGetAndHeadOnOneConnection() throws Exception {
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 3; i++) {
            final RawResponse get = client.get("/some/path?q=" + i);
            assertEquals(200, get.status());
            assertEquals("b1", get.field("X-Backend"));
            assertTrue(get.text().contains("\"target\": \"/some/path?q=" + i + "\""));
            client.send("HEAD /?bytes=1GiB HTTP/1.1\r\nHost: test\r\n\r\n");
            assertEquals(Long.toString(GIB), client.readHead().field("Content-Length"));
        }
    }

    @Test
    void passesAnUploadByContentLength() throws Exception {
        final byte[] body = randomBytes();
        assertArrives(body, BodyPublishers.ofByteArray(body));
    }

    @Test
    void passesAnUploadByChunks() throws Exception {
        final byte[] body = randomBytes();
        assertArrives(body, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    private static byte[] randomBytes() {
        final byte[] body = new byte[UPLOAD_BYTES];
        new SplittableRandom(1).nextBytes(body);
        return body;
    }

    private void assertArrives(byte[] body, BodyPublisher publisher) throws Exception {
        final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        final HttpRequest request =
                HttpRequest.newBuilder(weir.uri("/upload")).POST(publisher).build();
        final HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        final String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        assertEquals(200, response.statusCode(), response::body);
        assertTrue(response.body().contains("\"sha256\": \"" + sha256 + "\""), response::body);
        assertTrue(response.body().contains("\"bytes\": " + UPLOAD_BYTES), response::body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?bytes=1GiB", "/?bytes=1GiB&chunked=true"})
    void passesOneGibibyteInASmallHeap(String target) throws Exception {
        LargeBodies.assertPasses(weir, target, Content.ofPattern(GIB));
    }
}
