package weir.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Back-pressure: what a client does not take is not fetched. */
@Tag("system")
@Timeout(90)
final class SlowClientIT {
    private static final long GIB = 1L << 30;
    /** Of the loop's buffers, the JIT compiler and the like; a gibibyte that was fetched ahead would show. */
    private static final long RESIDENT_GROWTH_BYTES_MAX = 64L << 20;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aClientThatNeverReadsHoldsUpNobodyAndTakesNoMemory() throws Exception {
        final int backend = stage.demoBackend("b1").port();
        final WeirProcess weir = stage.weir(LargeBodies.SMALL_HEAP, Yaml.of("loops: 1", "", backend));
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final RawClient fast = stage.client(weir.port());
        fast.sendGet("/?bytes=64MiB", "HTTP/1.1"); // warms up, so that the growth below is not that
        assertEquals(Content.ofPattern(GIB / 16), Content.of(fast.read().body()));
        final long residentBefore = facts.residentBytes();
        final long heapBefore = facts.liveHeapBytes();

        final RawClient slow = stage.add(new RawClient(weir.port(), 4_096));
        slow.sendGet("/?bytes=1GiB", "HTTP/1.1");
        assertEquals(200, slow.read().status());
        fast.sendGet("/?bytes=1GiB", "HTTP/1.1");
        assertEquals(Content.ofPattern(GIB), Content.of(fast.read().body()));

        final long residentGrowth = facts.residentBytes() - residentBefore;
        final long heapGrowth = facts.liveHeapBytes() - heapBefore;
        System.out.println("beside a stalled client: resident +" + (residentGrowth >> 10) + " KiB, heap +"
                + (heapGrowth >> 10) + " KiB");
        assertTrue(residentGrowth < RESIDENT_GROWTH_BYTES_MAX, "resident grew by " + residentGrowth);
        assertTrue(heapGrowth < 1 << 20, "heap grew by " + heapGrowth);
    }
}
