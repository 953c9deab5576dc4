package weir.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time some processes have used until now, thread by thread, in nanoseconds from {@code schedstat}. Immutable, any
 * thread.
 *
 * @param threads by thread id
 * @param userTicks see {@link ProcStat}
 * @param systemTicks see {@link ProcStat}
 */
public record CpuSample(Map<Long, ThreadTime> threads, long userTicks, long systemTicks) {
    private static final Path PROC = Path.of("/proc");

    /** One thread's name and CPU time so far. */
    public record ThreadTime(String name, long ns) {}

    public CpuSample {
        threads = Map.copyOf(threads);
    }

    public static CpuSample of(Collection<Long> pids) throws IOException {
        return of(PROC, pids);
    }

    static CpuSample of(Path proc, Collection<Long> pids) throws IOException {
        final Map<Long, ThreadTime> threads = new HashMap<>();
        long userTicks = 0;
        long systemTicks = 0;
        for (long pid : pids) {
            final Path process = proc.resolve(Long.toString(pid));
            readThreads(process.resolve("task"), threads);
            final ProcStat stat = ProcStat.parse(Files.readString(process.resolve("stat")));
            userTicks += stat.userTicks();
            systemTicks += stat.systemTicks();
        }
        return new CpuSample(threads, userTicks, systemTicks);
    }

    /**
     * What was used since {@code earlier}. A thread that ended in between is left out; a new one counts from its start.
     */
    public CpuUse since(CpuSample earlier) {
        long totalNs = 0;
        long loopNs = 0;
        for (Map.Entry<Long, ThreadTime> entry : threads.entrySet()) {
            final ThreadTime before = earlier.threads.get(entry.getKey());
            final long usedNs = entry.getValue().ns() - (before == null ? 0 : before.ns());
            totalNs += usedNs;
            loopNs += entry.getValue().name().startsWith("loop-") ? usedNs : 0;
        }
        return new CpuUse(
                totalNs,
                loopNs,
                (userTicks - earlier.userTicks) * ProcStat.NS_PER_TICK,
                (systemTicks - earlier.systemTicks) * ProcStat.NS_PER_TICK);
    }

    private static void readThreads(Path tasks, Map<Long, ThreadTime> into) throws IOException {
        final List<Path> all;
        try (Stream<Path> list = Files.list(tasks)) {
            all = list.toList();
        }
        for (Path task : all) {
            try {
                into.put(Long.parseLong(task.getFileName().toString()), readThread(task));
            } catch (IOException e) {
                if (Files.exists(task)) { // else it ended while we read, as a compiler thread of the JVM may
                    throw e;
                }
            }
        }
    }

    private static ThreadTime readThread(Path task) throws IOException {
        final long ns = cpuNs(Files.readString(task.resolve("schedstat")));
        return new ThreadTime(Files.readString(task.resolve("comm")).trim(), ns);
    }

    /** Field 1 of a schedstat line: time on the CPU, in nanoseconds. The others are waiting time and time slices. */
    static long cpuNs(String schedstat) {
        return Long.parseLong(schedstat.trim().split(" ")[0]);
    }
}
