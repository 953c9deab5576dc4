package weir.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Memory of processes in RAM, without the kernel's own for their sockets. Pages that they share count for each. Any
 * thread.
 */
public final class ResidentMemory {
    private static final int BYTES_PER_KB = 1024;

    private ResidentMemory() {}

    public static long bytesOf(Collection<Long> pids) throws IOException {
        long bytes = 0;
        for (long pid : pids) {
            bytes += parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        }
        return bytes;
    }

    /** The line {@code VmRSS:    12345 kB}. */
    static long parse(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB)
                .sum();
    }
}
