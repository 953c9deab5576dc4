package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response that was cut must not look whole, whatever its framing (RFC 9112 §8). */
@Tag("system")
@Timeout(60)
final class KilledBackendIT {
    @AutoClose
    private final Stage stage = new Stage();

    /**
     * For the HTTP/1.0 client a chunked body ends with its connection, so only a reset can tell the cut from the end.
     */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, /?bytes=1GiB",
        "HTTP/1.1, /?bytes=1GiB&chunked=true",
        "HTTP/1.0, /?bytes=1GiB",
        "HTTP/1.0, /?bytes=1GiB&chunked=true"
    })
    void clientSeesThatAResponseWasCut(String version, String target) throws Exception {
        final DemoBackendProcess backend = stage.demoBackend("b1");
        final WeirProcess weir = stage.weirBefore(backend.port());
        final RawClient client = stage.client(weir.port());
        client.sendGet(target, version);
        final RawResponse response = client.read();
        assertEquals(200, response.status());
        assertEquals(1 << 20, response.body().readNBytes(1 << 20).length);
        backend.child().kill();
        assertThrows(IOException.class, () -> response.body().transferTo(OutputStream.nullOutputStream()));
    }
}
