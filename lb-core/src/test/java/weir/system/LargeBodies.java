package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Bodies that are many times as large as the heap. */
final class LargeBodies {
    static final List<String> SMALL_HEAP = List.of("-ea", "-Xmx64m");

    /** The program itself, its 64 MiB of heap and its 32 MiB of buffers, if it used them all. */
    private static final long RESIDENT_BYTES_MAX = 160L << 20;

    private static final long HEAP_GROWTH_BYTES_MAX = 1L << 20;

    private LargeBodies() {}

    /** Downloads it and finds it as it should be, and nothing of it left in the balancer. */
    static void assertPasses(WeirProcess weir, String target, Content expected) throws Exception {
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        try (RawClient client = new RawClient(weir.port())) {
            assertEquals(200, client.get("/hello.txt").status());
            final long before = facts.liveHeapBytes();
            client.sendGet(target, "HTTP/1.1");
            final RawResponse response = client.read();
            assertEquals(200, response.status());
            assertEquals(expected, Content.of(response.body()));
            final long growth = facts.liveHeapBytes() - before;
            assertTrue(growth < HEAP_GROWTH_BYTES_MAX, "heap grew by " + growth);
            assertEquals(200, client.get("/hello.txt").status());
        }
        final long peak = facts.residentBytesPeak();
        System.out.println(target + ": resident at most " + (peak >> 20) + " MiB");
        assertTrue(peak < RESIDENT_BYTES_MAX, "resident: " + peak);
    }
}
