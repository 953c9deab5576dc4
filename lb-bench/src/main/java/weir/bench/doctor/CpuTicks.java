package weir.bench.doctor;

import java.util.Optional;

/**
 * Time of all cores so far, from the first line of {@code /proc/stat}. Immutable, any thread.
 *
 * @param idle nothing to do, waiting for disks included
 */
record CpuTicks(long total, long idle, long steal) {
    private static final int IDLE = 4, IO_WAIT = 5, STEAL = 8;

    static Optional<CpuTicks> of(Machine machine) {
        return machine.file("/proc/stat").map(CpuTicks::parse);
    }

    private static CpuTicks parse(String stat) {
        final String[] fields = stat.lines().findFirst().orElse("").trim().split(" +");
        long total = 0;
        for (int i = 1; i <= STEAL; i++) {
            total += Long.parseLong(fields[i]);
        }
        return new CpuTicks(
                total, Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IO_WAIT]), Long.parseLong(fields[STEAL]));
    }

    double stealPercentSince(CpuTicks earlier) {
        return percent(steal - earlier.steal, earlier);
    }

    double busyPercentSince(CpuTicks earlier) {
        return percent(ran() - earlier.ran(), earlier);
    }

    private long ran() {
        return total - idle - steal;
    }

    private double percent(long ticks, CpuTicks earlier) {
        return total == earlier.total ? 0 : 100.0 * ticks / (total - earlier.total);
    }
}
