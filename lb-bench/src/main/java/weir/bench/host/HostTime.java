package weir.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Time of all cores of this machine so far, in ticks, from the first line of {@code /proc/stat}. Immutable, any thread.
 *
 * @param totalTicks all states
 * @param busyTicks something ran on a core of this machine
 * @param stealTicks the hypervisor ran somebody else
 */
public record HostTime(long totalTicks, long busyTicks, long stealTicks) {
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;
    /** The kernel shows a hundred ticks a second to programs, whatever it uses itself (proc(5), USER_HZ). */
    private static final long TICK_NS = 10_000_000;

    public static HostTime now() throws IOException {
        return parse(Files.readString(Path.of("/proc/stat")));
    }

    static HostTime parse(String stat) {
        final String[] fields = stat.lines().findFirst().orElseThrow().trim().split(" +");
        long total = 0;
        for (int i = 1; i <= STEAL; i++) {
            total += Long.parseLong(fields[i]);
        }
        final long steal = Long.parseLong(fields[STEAL]);
        final long idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IO_WAIT]);
        return new HostTime(total, total - idle - steal, steal);
    }

    /** CPU time of all that ran since {@code earlier}, to a tick of each core. */
    public long busyNsSince(HostTime earlier) {
        return (busyTicks - earlier.busyTicks) * TICK_NS;
    }

    /** Share of the time since {@code earlier} that was stolen, in percent. */
    public double stealPercentSince(HostTime earlier) {
        final long ticks = totalTicks - earlier.totalTicks;
        return ticks == 0 ? 0 : 100.0 * (stealTicks - earlier.stealTicks) / ticks;
    }
}
