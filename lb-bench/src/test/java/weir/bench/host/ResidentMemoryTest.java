package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    @Test
    void readsWhatIsResidentNowAndNotThePeak() {
        assertEquals(12_345 * 1_024, ResidentMemory.parse("VmHWM:   99999 kB\nVmRSS:\t   12345 kB\n"));
    }

    @Test
    void findsThisProcess() throws IOException {
        assertTrue(ResidentMemory.bytesOf(List.of(ProcessHandle.current().pid())) > 1_000_000);
    }
}
