package weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import weir.model.Backend;
import weir.model.KeepAlive;
import weir.model.PoolTimeouts;
import weir.net.tls.TlsPeer;
import weir.snapshot.Destination;
import weir.snapshot.ResolvedHosts;

/** Where clients find a backend by themselves. */
class UpstreamPoolTest {
    private static final Backend BACKEND = new Backend("b1", new InetSocketAddress("192.0.2.7", 8443));

    private static String url(Backend backend, TlsPeer tls) {
        final UpstreamPool pool = new UpstreamPool(
                null,
                0,
                backend,
                Destination.of(backend.address(), new ResolvedHosts()),
                PoolTimeouts.DEFAULTS,
                KeepAlive.DEFAULTS,
                null,
                tls);
        return new String(pool.urlBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void clientsSpeakToABackendAsWeirDoes() {
        assertEquals("http://192.0.2.7:8443", url(BACKEND, null));
        assertEquals("https://192.0.2.7:8443", url(BACKEND, new TlsPeer(null, null)));
    }

    @Test
    void aPublicUrlSaysHowItselfAndIsTakenAsItIs() {
        final Backend known = BACKEND.withPublicUrl("http://b1.example.com");
        assertEquals("http://b1.example.com", url(known, null));
        assertEquals("http://b1.example.com", url(known, new TlsPeer(null, null)));
    }
}
