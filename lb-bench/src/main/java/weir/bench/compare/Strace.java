package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/**
 * Counts system calls with {@code strace -c}: attached before the load starts and detached after it has ended, so that
 * calls and requests cover the same span. Slows the proxy several times over; the counts stay exact. Thread: the
 * command's own.
 */
final class Strace {
    private static final int SECONDS = 3;
    private static final int ATTACH_TRIES = 100;
    private static final int POLL_MS = 50;

    private final Workspace workspace;
    private final LoadSource load;

    Strace(Workspace workspace, LoadSource load) {
        this.workspace = workspace;
        this.load = load;
    }

    SyscallRound count(Server server) throws IOException, InterruptedException {
        final Path table = workspace.directory().resolve("strace-" + server.name());
        final List<Long> pids = server.child().pids();
        final List<String> command = new ArrayList<>();
        command.addAll(List.of(Tool.STRACE.require(), "-c", "-f", "-o", table.toString()));
        pids.forEach(pid -> command.addAll(List.of("-p", pid.toString())));
        final Child strace = workspace.start("strace", command);
        awaitAttached(strace, pids);
        final Answers answers = load.run(server, SECONDS);
        workspace.stop(strace); // SIGTERM: strace detaches and writes its table
        return new SyscallRound(server.name(), SyscallCounts.parse(Files.readString(table)), answers);
    }

    private static void awaitAttached(Child strace, List<Long> pids) throws IOException, InterruptedException {
        for (int tried = 0; tried < ATTACH_TRIES && strace.isAlive(); tried++) {
            final String output = strace.output();
            if (pids.stream().allMatch(pid -> output.contains("Process " + pid + " attached"))) {
                return;
            }
            Thread.sleep(POLL_MS);
        }
        throw new CannotMeasure(strace.complaint("could not attach (as root, or with kernel.yama.ptrace_scope=0?)"));
    }
}
