package weir.bench.idle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.Console;
import weir.bench.host.CpuUse;
import weir.bench.host.Descriptors;
import weir.bench.host.Workspace;
import weir.bench.idle.IdleResults.Memory;

/** {@code idle}: opens a population of idle connections on a running server and reports what they cost. */
@Command(
        name = "idle",
        sortOptions = false,
        description = {
            "Measures what idle kept-alive connections cost a running server.",
            "",
            "Warms the server up with one client, measures that client's latency, then the server's memory. Then opens "
                    + "the connections, a few at a time; each makes one request and falls silent. Then measures memory "
                    + "again, the CPU time of a server with nothing to do, and the client's latency among the idle.",
            "",
            "With --pid of a JVM, heap means the total of live objects (jcmd GC.class_histogram, which collects garbage "
                    + "first), exact to the byte; classes that grew are listed. RSS is given for any process. The kernel's "
                    + "memory for sockets is in neither. The server must answer 200 and keep connections alive, and must not "
                    + "close idle connections for about twice --seconds.",
            ""
        })
public final class IdleCommand implements Callable<Integer> {
    private static final int WARM_UP_SECONDS = 5;

    @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "the running server")
    private String targetWord;

    @Option(names = "--path", defaultValue = "/", description = "what to ask for (default: ${DEFAULT-VALUE})")
    private String path;

    @Option(names = "--connections", defaultValue = "10000", description = "idle ones (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "length of each latency measurement (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--pid", description = "process of the server; without it, only latency is measured")
    private Long pid;

    @Mixin
    private Console console;

    private Target target;

    @Override
    public Integer call() throws IOException, InterruptedException {
        target = target();
        Descriptors.require(connections + Descriptors.SPARE);
        try (Workspace workspace = Workspace.open()) {
            final TargetProcess process = pid == null ? null : new TargetProcess(pid, workspace);
            if (process != null) {
                process.requireDescriptors(connections + Descriptors.SPARE);
            }
            final IdleResults results = measure(process);
            console.print(new IdleText(results));
            return results.lost() == 0 ? 0 : 1;
        }
    }

    private IdleResults measure(TargetProcess process) throws IOException, InterruptedException {
        final LatencyClient client = new LatencyClient(target);
        console.say("warming up for " + WARM_UP_SECONDS + " s");
        client.run(WARM_UP_SECONDS);
        console.say("one client alone for " + seconds + " s");
        final Histogram alone = client.run(seconds);
        final Memory before = memory(process);
        try (IdlePopulation population = new IdlePopulation(target)) {
            console.say("opening " + connections + " connections");
            population.open(connections);
            final Memory after = memory(process);
            final CpuUse idleCpu = process == null ? null : process.cpuDuring(IdleResults.IDLE_MS);
            console.say("one client among them for " + seconds + " s");
            final Histogram among = client.run(seconds);
            return new IdleResults(connections, population.lostCount(), before, after, idleCpu, alone, among);
        }
    }

    private static Memory memory(TargetProcess process) throws IOException, InterruptedException {
        return process == null ? null : new Memory(process.heap(), process.residentBytes());
    }

    private Target target() {
        if (connections < 1 || seconds < 1) {
            throw console.refusal("--connections and --seconds must be at least 1");
        }
        if (pid != null && !Files.isDirectory(Path.of("/proc", pid.toString()))) {
            throw console.refusal("--pid: " + pid + ", no such process");
        }
        return console.checked("--target", () -> Target.parse(targetWord, path));
    }
}
