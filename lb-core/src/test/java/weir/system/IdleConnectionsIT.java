package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a quiet keep-alive connection costs; {@code weir-bench} does the same with 10,000. */
@Tag("system")
@Timeout(60)
final class IdleConnectionsIT {
    private static final int CONNECTIONS = 2_000;
    private static final long HEAP_BYTES_MAX = 1_536;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void anIdleConnectionTakesLittleHeap() throws Exception {
        final WeirProcess weir = stage.weirBefore(stage.demoBackend("b1").port());
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final RawClient beside = stage.client(weir.port());
        assertEquals(200, beside.get("/").status());

        final long before = facts.liveHeapBytes();
        for (int i = 0; i < CONNECTIONS; i++) {
            assertEquals(200, stage.client(weir.port()).get("/?bytes=0").status());
        }
        final long each = (facts.liveHeapBytes() - before) / CONNECTIONS;
        System.out.println("heap per idle connection: " + each + " bytes");
        assertTrue(each <= HEAP_BYTES_MAX, each + " bytes each");
        assertEquals(200, beside.get("/").status());
    }
}
