package weir.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Time of all cores of this machine so far, in ticks, from the first line of {@code /proc/stat}. Immutable, any thread.
 *
 * @param totalTicks all states
 * @param stealTicks the hypervisor ran somebody else
 */
public record HostTime(long totalTicks, long stealTicks) {
    private static final int STEAL = 8;

    public static HostTime now() throws IOException {
        return parse(Files.readString(Path.of("/proc/stat")));
    }

    static HostTime parse(String stat) {
        final String[] fields = stat.lines().findFirst().orElseThrow().trim().split(" +");
        long total = 0;
        for (int i = 1; i <= STEAL; i++) {
            total += Long.parseLong(fields[i]);
        }
        return new HostTime(total, Long.parseLong(fields[STEAL]));
    }

    /** Share of the time since {@code earlier} that was stolen, in percent. */
    public double stealPercentSince(HostTime earlier) {
        final long ticks = totalTicks - earlier.totalTicks;
        return ticks == 0 ? 0 : 100.0 * (stealTicks - earlier.stealTicks) / ticks;
    }
}
