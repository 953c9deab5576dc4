package weir.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backend that many have: static files and uploads by nginx. */
@Tag("system")
@Timeout(90)
final class NginxIT {
    private static final String TEXT = "from nginx\n";
    private static final int UPLOAD_BYTES = 10 << 20;

    @AutoClose
    private final Stage stage = new Stage();

    private NginxPeer nginx;
    private WeirProcess weir;

    @BeforeEach
    void start() throws Exception {
        nginx = stage.nginx();
        Files.writeString(nginx.file("hello.txt"), TEXT);
        weir = stage.weir(LargeBodies.SMALL_HEAP, Yaml.before(nginx.port()));
    }

    @Test
    void passesGetAndHeadOnOneConnection() throws Exception {
        final RawClient client = stage.client(weir.port());
        for (int i = 0; i < 3; i++) {
            final RawResponse get = client.get("/hello.txt");
            assertEquals(200, get.status());
            assertEquals(TEXT, get.text());
            client.send("HEAD /hello.txt HTTP/1.1\r\nHost: test\r\n\r\n");
            assertEquals(Integer.toString(TEXT.length()), client.readHead().field("Content-Length"));
        }
    }

    @Test
    void passesAnUploadByContentLength() throws Exception {
        final byte[] body = randomBytes();
        assertStored(body, BodyPublishers.ofByteArray(body));
    }

    @Test
    void passesAnUploadByChunks() throws Exception {
        final byte[] body = randomBytes();
        assertStored(body, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    private static byte[] randomBytes() {
        final byte[] body = new byte[UPLOAD_BYTES];
        new SplittableRandom(2).nextBytes(body);
        return body;
    }

    private void assertStored(byte[] body, BodyPublisher publisher) throws Exception {
        Assumptions.assumeTrue(nginx.takesPut(), "this nginx has no dav module: uploads cannot be stored");
        final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        final HttpRequest request =
                HttpRequest.newBuilder(weir.uri("/put/upload")).PUT(publisher).build();
        assertEquals(201, client.send(request, BodyHandlers.ofString()).statusCode());
        assertArrayEquals(body, Files.readAllBytes(nginx.file("put/upload")));
    }

    @Test
    void passesOneGibibyteInASmallHeap() throws Exception {
        final Path file = nginx.file("large");
        writeSparse(file);
        try (InputStream in = Files.newInputStream(file)) {
            LargeBodies.assertPasses(weir, "/large", Content.of(in));
        }
    }

    /** Holes between marks, so that it takes no room on the disk and yet no part of it can be mistaken for another. */
    private static void writeSparse(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (long at = 0; at < 1L << 30; at += 77_777_777) {
                file.seek(at);
                file.writeLong(at);
            }
            file.setLength(1L << 30);
        }
    }
}
