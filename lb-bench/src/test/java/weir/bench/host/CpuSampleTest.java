package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.bench.host.CpuSample.ThreadTime;

class CpuSampleTest {
    @TempDir
    private Path proc;

    @Test
    void readsTimeOnTheCpuFromASchedstatLine() {
        assertEquals(600_271_997L, CpuSample.cpuNs("600271997 25003132 31100\n"));
    }

    @Test
    void sumsAllThreadsOfAllProcesses() throws IOException {
        process(10, "10 (nginx) S 1 10 10 0 -1 4194304 1 0 0 0 1 2 0 0 20 0 1 0 1 1 1");
        thread(10, 10, "nginx", 1_000);
        process(11, "11 (nginx) S 10 10 10 0 -1 4194304 1 0 0 0 30 70 0 0 20 0 1 0 1 1 1");
        thread(11, 11, "nginx", 5_000);
        thread(11, 12, "nginx", 500);

        final CpuUse use = CpuSample.of(proc, List.of(10L, 11L)).since(nothing());

        assertEquals(6_500, use.totalNs());
        assertEquals(31 * ProcStat.NS_PER_TICK, use.userNs());
        assertEquals(72 * ProcStat.NS_PER_TICK, use.systemNs());
        assertEquals(0, use.loopNs());
    }

    @Test
    void tellsLoopsFromOtherThreads() {
        final CpuSample before = sample(Map.of(1L, new ThreadTime("loop-0", 100), 2L, new ThreadTime("C2", 40)));
        final CpuSample after = sample(Map.of(1L, new ThreadTime("loop-0", 1_100), 2L, new ThreadTime("C2", 50)));
        assertEquals(1_000, after.since(before).loopNs());
        assertEquals(1_010, after.since(before).totalNs());
    }

    @Test
    void countsNewThreadsAndForgetsEndedOnes() {
        final CpuSample before = sample(Map.of(1L, new ThreadTime("main", 100), 2L, new ThreadTime("gone", 9_999)));
        final CpuSample after = sample(Map.of(1L, new ThreadTime("main", 130), 3L, new ThreadTime("new", 7)));
        assertEquals(37, after.since(before).totalNs());
    }

    @Test
    void readsThisVeryProcess() throws IOException {
        final List<Long> self = List.of(ProcessHandle.current().pid());
        final CpuSample before = CpuSample.of(self);
        final long endNs = System.nanoTime() + 50_000_000;
        while (System.nanoTime() - endNs < 0) {
            Thread.onSpinWait();
        }
        assertTrue(CpuSample.of(self).since(before).totalNs() > 1_000_000);
    }

    private void process(long pid, String stat) throws IOException {
        Files.createDirectories(proc.resolve(pid + "/task"));
        Files.writeString(proc.resolve(pid + "/stat"), stat);
    }

    private void thread(long pid, long tid, String name, long ns) throws IOException {
        final Path task = Files.createDirectories(proc.resolve(pid + "/task/" + tid));
        Files.writeString(task.resolve("schedstat"), ns + " 77 88\n");
        Files.writeString(task.resolve("comm"), name + "\n");
    }

    private static CpuSample sample(Map<Long, ThreadTime> threads) {
        return new CpuSample(threads, 0, 0);
    }

    private static CpuSample nothing() {
        return sample(Map.of());
    }
}
