package weir.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel and the JVM say about a running process. */
record ProcessFacts(long pid) {
    /** USER_HZ, which Linux fixes at 100 for all that it tells programs. */
    private static final int MS_PER_TICK = 10;

    /** User and system time of all its threads so far. */
    long cpuMs() throws IOException {
        final String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the first is field 3, the state
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MS_PER_TICK;
    }

    long residentBytes() throws IOException {
        return status("VmRSS:");
    }

    /** The most that ever was resident. */
    long residentBytesPeak() throws IOException {
        return status("VmHWM:");
    }

    private long status(String name) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            final String line =
                    lines.filter(l -> l.startsWith(name)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
    }

    int descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return (int) all.count();
        }
    }

    /** Bytes of all objects that are reachable, after a full collection. */
    long liveHeapBytes() throws IOException {
        final List<String> lines = jcmd("GC.class_histogram");
        final String total = lines.get(lines.size() - 1); // "Total  42519  2531256"
        return Long.parseLong(total.split("\\s+")[2]);
    }

    /** What the JVM answers to a diagnostic command. */
    List<String> jcmd(String... command) throws IOException {
        final List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        all.add(Long.toString(pid));
        all.addAll(List.of(command));
        try (Child child = Child.start(all)) {
            child.awaitEnd();
            return child.out();
        }
    }
}
