package weir.bench.idle;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import weir.bench.host.CannotMeasure;
import weir.bench.host.CpuSample;
import weir.bench.host.CpuUse;
import weir.bench.host.Descriptors;
import weir.bench.host.ResidentMemory;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/** The server's process and those below it (nginx's workers), seen from outside. Thread: the command's own. */
final class TargetProcess {
    private static final int JCMD_SECONDS = 60;

    private final long pid;
    private final Workspace workspace;
    private final boolean isJvm;

    TargetProcess(long pid, Workspace workspace) throws IOException {
        this.pid = pid;
        this.workspace = workspace;
        this.isJvm = hasMapped("/libjvm.so");
    }

    private boolean hasMapped(String library) throws IOException {
        try {
            return Files.readString(file(pid, "maps")).contains(library);
        } catch (AccessDeniedException e) {
            throw new CannotMeasure("process " + pid + " belongs to another user; run this as that user");
        }
    }

    long pid() {
        return pid;
    }

    /**
     * Live heap; null when it is not a JVM. Asked twice, because the first collection finds what only finalizers,
     * cleaners and weak references still held.
     */
    ClassHistogram heap() throws IOException, InterruptedException {
        if (!isJvm) {
            return null;
        }
        final List<String> command = List.of(Tool.JCMD.require(), Long.toString(pid), "GC.class_histogram");
        workspace.run("jcmd", command, JCMD_SECONDS);
        return ClassHistogram.parse(workspace.run("jcmd", command, JCMD_SECONDS));
    }

    /** Memory resident in RAM, without the kernel's own for sockets. */
    long residentBytes() throws IOException {
        return ResidentMemory.bytesOf(pids());
    }

    /** CPU time used while this thread sleeps. */
    CpuUse cpuDuring(int sleepMs) throws IOException, InterruptedException {
        final CpuSample before = CpuSample.of(pids());
        Thread.sleep(sleepMs);
        return CpuSample.of(pids()).since(before);
    }

    /** Refuses when the process may not open {@code count} more descriptors. Looks at the one that has most to open. */
    void requireDescriptors(int count) throws IOException {
        long most = 0;
        for (long each : pids()) {
            most = Math.max(most, descriptorsLeft(each));
        }
        if (most < count) {
            throw new CannotMeasure("process " + pid + " can open only " + most + " more descriptors and needs " + count
                    + "; start it after \"ulimit -n " + Descriptors.rounded(count)
                    + "\" (as root: prlimit --pid " + pid + " --nofile=" + Descriptors.rounded(count) + ")");
        }
    }

    private static long descriptorsLeft(long pid) throws IOException {
        try (Stream<Path> open = Files.list(file(pid, "fd"))) {
            return Descriptors.softLimit(Files.readString(file(pid, "limits"))) - open.count();
        }
    }

    private List<Long> pids() {
        final ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new CannotMeasure("process " + pid + " has ended"));
        return Stream.concat(Stream.of(process), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
