package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.TlsFixtures;

/**
 * A response that nobody has asked for stands right behind one that ends where a read may end: over real sockets, where
 * it does not depend on what a test takes for a read.
 */
@Tag("system")
@Timeout(120)
final class StrayBytesIT {
    private static final int KIB = 1024;
    /** Small, ordinary and large buffers, and records of TLS; one behind the other. */
    private static final int[] EDGES = {4 * KIB, 16 * KIB, 32 * KIB, 64 * KIB, 128 * KIB, 160 * KIB, 288 * KIB};

    private static final int TLS_RECORD = 16 * KIB;
    /** At least, when a connection is new. */
    private static final int WINDOW = 32 * KIB;

    private static final int PIPELINED = 3;

    @AutoClose
    private final Stage stage = new Stage();

    private WeirProcess weir(String engine, int port) throws IOException {
        final String tls = engine.equals("none") ? "" : ", tls: {ca: '" + TlsFixtures.file("authority.pem") + "'}";
        return stage.weir("""
                loops: 1
                tls: {engine: %s}
                listeners: {web: {bind: 127.0.0.1:0, pool: app}}
                pools: {app: {backends: ['localhost:%d'], health: none, timeouts: {connect: 30s}, retry: {attempts: 0}%s}}
                """.formatted(engine.equals("none") ? "auto" : engine, port, tls));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "jdk", "conscrypt"})
    void reachesNobodyWhereverTheBuffersEnd(String engine) throws Exception {
        final TalkativeBackend backend = stage.add(new TalkativeBackend(!engine.equals("none")));
        final WeirProcess weir = weir(engine, backend.port());
        for (int edge : EDGES) {
            for (int bytes = edge - 1; bytes <= edge + 1; bytes++) {
                if (bytes % KIB != 0 || comesAsOne(bytes, engine)) {
                    askBoth(stage.client(weir.port()), stage.client(weir.port()), bytes);
                }
            }
        }
    }

    /**
     * Where a response ends with a record, or with what fits into the window, the kernel may have the rest come late:
     * then nobody can tell.
     */
    private static boolean comesAsOne(int bytes, String engine) {
        return engine.equals("none") ? bytes <= WINDOW : bytes % TLS_RECORD != 0;
    }

    /**
     * One pipelines, so its next request takes a connection at once; the other one's requests come in the same turns.
     */
    private static void askBoth(RawClient one, RawClient two, int bytes) throws IOException {
        final List<String> targets = new ArrayList<>();
        final StringBuilder requests = new StringBuilder();
        for (int i = 0; i < PIPELINED; i++) {
            targets.add("/" + i + "/" + bytes);
            requests.append("GET ").append(targets.get(i)).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
        }
        one.send(requests.toString());
        two.send(requests.toString());
        for (String target : targets) {
            assertEquals(target, targetOf(one.read()), "of " + bytes + " bytes");
            assertEquals(target, targetOf(two.read()), "of " + bytes + " bytes");
        }
        one.close();
        two.close();
    }

    private static String targetOf(RawResponse response) throws IOException {
        assertEquals(200, response.status());
        response.whole();
        return response.field(TalkativeBackend.TARGET_FIELD);
    }
}
