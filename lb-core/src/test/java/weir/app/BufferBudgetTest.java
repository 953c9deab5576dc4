package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.accesslog.AccessRecord;
import weir.buf.BufferStock;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.model.BackendTls;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.Pool;
import weir.net.tls.TlsLoop;
import weir.relay.RelayBuffer;
import weir.testkit.TlsFixtures;

class BufferBudgetTest {
    private static final DirectMemory AMPLE = new DirectMemory(64L << 30, false);

    private static Configuration configuration(String buffers, String headLimit) {
        return configuration(buffers, headLimit, "{access: access.log}");
    }

    private static Configuration configuration(String buffers, String headLimit, String log) {
        final String yaml = """
                loops: 2
                buffers: %s
                admin: {bind: "127.0.0.1:0"}
                log: %s
                listeners:
                  web: {bind: "127.0.0.1:0", pool: app, limits: {head: %s}}
                pools:
                  app: {backends: ["127.0.0.1:9001"], health: {type: none}}
                """.formatted(buffers, log, headLimit);
        return assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration();
    }

    private static BufferBudget budget(String buffers, String headLimit) throws StartFailure {
        return BufferBudget.of(configuration(buffers, headLimit), AMPLE);
    }

    private static DirectMemory limit(int mebibytes) {
        return new DirectMemory((long) mebibytes << 20, true);
    }

    private static long bytesPerLoop(BufferBudget budget) {
        return (long) budget.stockPerLoop() * budget.bufferBytes()
                + (long) budget.smallStockPerLoop() * BufferStock.SMALL_BYTES
                + (long) budget.largeStockPerLoop() * RelayBuffer.LARGE_BUFFER_BYTES;
    }

    /** Whoever holds an ordinary one may need one for records of the same side. */
    @Test
    void withTlsEachSideHasAsManyBuffersForItAsThereAreOrdinaryOnes() throws StartFailure {
        final Configuration all = configuration("64MiB", "32KiB");
        final Listener listener = all.listeners().get(0);
        final Pool pool = all.pools().get(0);
        final Listener secured = listener.withTls(TlsFixtures.tls());
        final Pool securedPool = pool.withTls(BackendTls.DEFAULTS);
        final BufferBudget without = budgetOf(listener, pool);
        assertStock(without, budgetOf(secured, pool), 1);
        assertStock(without, budgetOf(listener, securedPool), 1);
        assertStock(without, budgetOf(secured, securedPool), 2);
    }

    private static BufferBudget budgetOf(Listener listener, Pool pool) throws StartFailure {
        return BufferBudget.of(
                new Configuration(1, 64 << 20, Configuration.SHUTDOWN_MS, List.of(listener), List.of(pool)), AMPLE);
    }

    private static void assertStock(BufferBudget without, BufferBudget with, int sides) {
        final int bytes = without.stockPerLoop() * without.bufferBytes();
        assertEquals(bytes / (without.bufferBytes() + sides * TlsLoop.BUFFER_BYTES), with.stockPerLoop(), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 64, 512, 4096})
    void bothSizesTogetherTakeWhatIsGrantedAndNoMore(int mebibytes) throws StartFailure {
        final BufferBudget budget = budget(mebibytes + "MiB", "32KiB");
        final long granted = ((long) mebibytes << 20) / 2;
        assertTrue(bytesPerLoop(budget) <= granted, budget.toString());
        assertTrue(bytesPerLoop(budget) > granted - budget.bufferBytes(), budget.toString());
    }

    @Test
    void mostOfItIsForTheSizeThatEachRequestNeeds() throws StartFailure {
        final BufferBudget budget = budget("256MiB", "32KiB");
        final long large = (long) budget.largeStockPerLoop() * RelayBuffer.LARGE_BUFFER_BYTES;
        assertTrue(budget.largeStockPerLoop() > 100, budget.toString());
        assertTrue(large <= (128L << 20) / 8, budget.toString());
    }

    @Test
    void aSmallBudgetHasNoLargeOnes() throws StartFailure {
        assertEquals(0, budget("1MiB", "32KiB").largeStockPerLoop());
    }

    @Test
    void whereEachIsLargeAnywayThereAreNoOthers() throws StartFailure {
        assertEquals(0, budget("256MiB", "1MiB").largeStockPerLoop());
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 24, 64, 512, 8192})
    void allThatIsDirectFitsIntoTheLimit(int mebibytes) throws StartFailure {
        final BufferBudget budget = BufferBudget.of(configuration("auto", "32KiB"), limit(mebibytes));
        final long others = 2L * budget.accessRecords() * AccessRecord.BYTES
                + (long) budget.probeStock() * BufferBudget.PROBE_BUFFER_BYTES;
        assertTrue(2 * bytesPerLoop(budget) + others < (long) mebibytes << 20, budget.toString());
        assertTrue(2 * bytesPerLoop(budget) + others > ((long) mebibytes << 20) / 8 || mebibytes > 2048);
    }

    @Test
    void autoIsHalfOfTheLimitAndSaysSoWhereTheHeapWouldAllowMore() throws StartFailure {
        final BufferBudget budget = BufferBudget.of(configuration("auto", "32KiB"), limit(64));
        assertTrue(2 * bytesPerLoop(budget) <= 32 << 20, budget.toString());
        assertTrue(2 * bytesPerLoop(budget) > 31 << 20, budget.toString());
        assertEquals(
                Optional.of("buffers: auto is 32MiB, as direct memory is 64MiB (-XX:MaxDirectMemorySize)"),
                budget.note());
        assertFalse(
                BufferBudget.of(configuration("auto", "32KiB"), AMPLE).note().isPresent());
    }

    @Test
    void refusesBuffersThatDirectMemoryDoesNotBear() {
        final StartFailure refusal = assertThrows(
                StartFailure.class,
                () -> BufferBudget.of(configuration("512MiB", "32KiB"), new DirectMemory(96 << 20, false)));
        assertTrue(
                refusal.getMessage()
                        .matches(
                                "buffers: found 512MiB, but the JVM's direct memory is 96MiB"
                                        + " \\(-Xmx, as -XX:MaxDirectMemorySize is not set\\), accepted: auto, or at most [78].MiB"),
                refusal::getMessage);
    }

    @Test
    void refusesAQueueOfTheLogThatNoBufferCanHold() throws StartFailure {
        final StartFailure refusal = assertThrows(
                StartFailure.class,
                () -> BufferBudget.of(
                        configuration("auto", "32KiB", "{access: a, format: combined, queue: 524289}"), AMPLE));
        assertTrue(
                refusal.getMessage()
                        .matches(
                                "log.queue: found 524289, but a record of this log has \\d+ bytes, and a queue at most "
                                        + "2 GiB, accepted: auto, or at most 524288"),
                refusal::getMessage);
        final BufferBudget largest =
                BufferBudget.of(configuration("auto", "32KiB", "{access: a, format: combined, queue: 524288}"), AMPLE);
        assertEquals(524_288, largest.accessRecords());
    }

    @Test
    void saysWhatItTakesToStart() throws StartFailure {
        final StartFailure refusal =
                assertThrows(StartFailure.class, () -> BufferBudget.of(configuration("auto", "32KiB"), limit(4)));
        final String message = refusal.getMessage();
        assertTrue(
                message.startsWith("too little direct memory: 4MiB (-XX:MaxDirectMemorySize), but 2 loops"), message);
        final int needed = Integer.parseInt(message.replaceAll(".* need (\\d+)MiB", "$1"));
        BufferBudget.of(configuration("auto", "32KiB"), limit(needed));
    }

    @Test
    void knowsTheLimitOfThisJvm() {
        final DirectMemory here = DirectMemory.ofThisJvm();
        assertFalse(here.isSet(), "the build does not set it");
        assertEquals(Runtime.getRuntime().maxMemory(), here.limitBytes());
    }
}
