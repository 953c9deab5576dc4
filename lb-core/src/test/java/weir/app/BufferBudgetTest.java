package weir.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.config.ConfigResult;
import weir.config.ConfigText;
import weir.proxy.Inbound;

class BufferBudgetTest {
    private static BufferBudget budget(String buffers, String headLimit) {
        final String yaml = """
                loops: 2
                buffers: %s
                listeners:
                  web: {bind: "127.0.0.1:0", pool: app, limits: {head: %s}}
                pools:
                  app: {backends: ["127.0.0.1:9001"], health: {type: none}}
                """.formatted(buffers, headLimit);
        return BufferBudget.of(assertInstanceOf(ConfigResult.Loaded.class, ConfigText.read("test", yaml))
                .configuration());
    }

    private static long bytesPerLoop(BufferBudget budget) {
        return (long) budget.stockPerLoop() * budget.bufferBytes()
                + (long) budget.largeStockPerLoop() * Inbound.LARGE_BUFFER_BYTES;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 64, 512, 4096})
    void bothSizesTogetherTakeWhatIsGrantedAndNoMore(int mebibytes) {
        final BufferBudget budget = budget(mebibytes + "MiB", "32KiB");
        final long granted = ((long) mebibytes << 20) / 2;
        assertTrue(bytesPerLoop(budget) <= granted, budget.toString());
        assertTrue(bytesPerLoop(budget) > granted - budget.bufferBytes(), budget.toString());
    }

    @Test
    void mostOfItIsForTheSizeThatEachRequestNeeds() {
        final BufferBudget budget = budget("256MiB", "32KiB");
        final long large = (long) budget.largeStockPerLoop() * Inbound.LARGE_BUFFER_BYTES;
        assertTrue(budget.largeStockPerLoop() > 100, budget.toString());
        assertTrue(large <= (128L << 20) / 8, budget.toString());
    }

    @Test
    void aSmallBudgetHasNoLargeOnes() {
        assertEquals(0, budget("1MiB", "32KiB").largeStockPerLoop());
    }

    @Test
    void whereEachIsLargeAnywayThereAreNoOthers() {
        assertEquals(0, budget("256MiB", "1MiB").largeStockPerLoop());
    }
}
