package weir.bench.host;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many sockets a process may open. Any thread. */
public final class Descriptors {
    /** Jars, logs, selectors and a few connections besides the idle ones. */
    public static final int SPARE = 200;

    private Descriptors() {}

    /**
     * Refuses when this process may not open {@code count} more; the JVM has raised the soft limit to the hard one
     * already.
     */
    public static void require(int count) {
        final var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final long left = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
        if (left < count) {
            throw new CannotMeasure("this process can open only " + left + " more descriptors and needs " + count
                    + "; run \"ulimit -n " + rounded(count) + "\" first (a hard limit below that: in "
                    + "/etc/security/limits.conf, or as root)");
        }
    }

    /** The line {@code Max open files   20000   20000   files} of {@code /proc/PID/limits}. */
    public static long softLimit(String limits) {
        final String line = limits.lines()
                .filter(each -> each.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        final String soft = line.substring("Max open files".length()).trim().split("\\s+")[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }

    /** With room for what is open already, and easy to type. */
    public static long rounded(int count) {
        return (count + 1_999L) / 1_000 * 1_000;
    }
}
