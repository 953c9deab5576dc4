package weir.bench.host;

/**
 * User and system time of one process, dead threads included, from {@code /proc/PID/stat} (proc(5), fields 14 and 15).
 *
 * <p>Counted in clock ticks of 10 ms, and the split is sampled at ticks, so it is an indication; {@link CpuSample} has the
 * exact total. Immutable, any thread.
 */
public record ProcStat(long userTicks, long systemTicks) {
    /** USER_HZ, 100 on every Linux this runs on; it is part of the kernel's interface. */
    public static final long NS_PER_TICK = 10_000_000;

    private static final int USER = 14 - 3;
    private static final int SYSTEM = 15 - 3;

    /** The name in parentheses may hold blanks and parentheses, so fields are counted from its end (field 3 follows). */
    public static ProcStat parse(String line) {
        final String[] fields = line.substring(line.lastIndexOf(')') + 1).trim().split(" ");
        return new ProcStat(Long.parseLong(fields[USER]), Long.parseLong(fields[SYSTEM]));
    }
}
