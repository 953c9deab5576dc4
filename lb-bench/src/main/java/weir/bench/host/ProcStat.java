package weir.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * User and system time of one process, dead threads included, from {@code /proc/PID/stat} (proc(5), fields 14 to 17).
 *
 * <p>Counted in clock ticks of 10 ms, and the split is sampled at ticks, so it is an indication; {@link CpuSample} has
 * the exact total. Immutable, any thread.
 *
 * @param childTicks of both kinds, of children that have ended and were waited for
 */
public record ProcStat(long userTicks, long systemTicks, long childTicks) {
    /** USER_HZ, 100 on every Linux this runs on; it is part of the kernel's interface. */
    public static final long NS_PER_TICK = 10_000_000;

    private static final int USER = 14 - 3;
    private static final int SYSTEM = 15 - 3;
    private static final int CHILD_USER = 16 - 3;
    private static final int CHILD_SYSTEM = 17 - 3;

    /**
     * The name in parentheses may hold blanks and parentheses, so fields are counted from its end (field 3 follows).
     */
    public static ProcStat parse(String line) {
        final String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ");
        return new ProcStat(
                Long.parseLong(fields[USER]),
                Long.parseLong(fields[SYSTEM]),
                Long.parseLong(fields[CHILD_USER]) + Long.parseLong(fields[CHILD_SYSTEM]));
    }

    /** CPU time of this JVM and of the children that have ended, in nanoseconds. */
    public static long ownNs() throws IOException {
        final ProcStat own = parse(Files.readString(Path.of("/proc/self/stat")));
        return (own.userTicks + own.systemTicks + own.childTicks) * NS_PER_TICK;
    }
}
