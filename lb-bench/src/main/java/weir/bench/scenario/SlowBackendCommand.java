package weir.bench.scenario;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.AlgorithmWord;
import weir.bench.command.Console;
import weir.bench.command.ServerOptions;
import weir.bench.host.Jvm;
import weir.bench.host.Workspace;
import weir.bench.report.Fingerprint;
import weir.bench.report.Numbers;
import weir.bench.words.Draw;
import weir.config.AlgorithmText;

/** {@code slow-backend}: checks what was asked for, runs it, prints and draws it. */
@Command(
        name = "slow-backend",
        sortOptions = false,
        description = {
            "Shows what balancing algorithms do when one of three backends is slow, end to end.",
            "",
            "Starts three origins (see origin --help), one of them slow, and for each algorithm a Weir in front of them. All "
                    + "run all the time and take turns under load: each round drives every one of them, in random order, "
                    + "with the same Poisson arrivals. Latencies count from the intended send time (see load --help). "
                    + "The share of each backend is what the backends counted, warm-up included.",
            "",
            "The backends sleep, so this measures waiting and not work: it needs little CPU, and other work on the machine "
                    + "disturbs it little. With the defaults round robin keeps the slow backend busy for 60 %% of the "
                    + "time, so that it is slow but not overloaded.",
            ""
        })
public final class SlowBackendCommand implements Callable<Integer> {
    @Option(
            names = "--weir-jar",
            paramLabel = "FILE",
            defaultValue = "lb-core/target/weir.jar",
            description = "Weir to measure (default: ${DEFAULT-VALUE})")
    private Path weirJar;

    @Option(
            names = "--algorithms",
            split = AlgorithmWord.SPLIT,
            paramLabel = "NAME",
            defaultValue = "round-robin,least-connections,two-choices,peak-ewma,least-response-time",
            converter = AlgorithmWord.class,
            completionCandidates = AlgorithmWord.Words.class,
            description = AlgorithmWord.DESCRIPTION)
    private List<AlgorithmText> algorithms;

    @Option(names = "--rate", defaultValue = "360", description = "requests per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--fast",
            paramLabel = "DELAY",
            defaultValue = "exp:5ms",
            description = "service time of two backends (default: ${DEFAULT-VALUE})")
    private String fast;

    @Option(
            names = "--slow",
            paramLabel = "DELAY",
            defaultValue = "exp:50ms",
            description = "service time of the third (default: ${DEFAULT-VALUE})")
    private String slow;

    @Option(
            names = "--concurrency",
            defaultValue = "10",
            description = "requests each serves at a time; others queue (default: ${DEFAULT-VALUE})")
    private int concurrency;

    @Option(names = "--rounds", defaultValue = "4", description = "of all algorithms (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            description = "recorded per round and algorithm (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "of load before that, each time (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--seed", defaultValue = "1", description = "of all lots (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--csv", paramLabel = "FILE", description = "write one line per round and algorithm")
    private Path csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw latency by percentile")
    private Path svg;

    @Mixin
    private ServerOptions servers;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final SlowBackendPlan plan = plan();
        final PrintWriter progress = console.progress();
        console.checkWritable("--csv", csv);
        console.checkWritable("--svg", svg);
        final SlowBackendResults results;
        try (Workspace workspace = Workspace.open()) {
            final Jvm jvm = servers.jvm();
            results = new SlowBackend(plan, jvm, weirJar, workspace, servers.ports(), progress)
                    .run(Fingerprint.take(jvm.java()));
        }
        console.print(results.text());
        Console.write(csv, results::csv);
        Console.write(svg, results::svg);
        return results.errors() == 0 ? 0 : 1;
    }

    private SlowBackendPlan plan() {
        if (!Files.isRegularFile(weirJar)) {
            throw console.refusal("--weir-jar: " + weirJar + ", no such file; build it with mvn package");
        }
        if (!(rate > 0 && rate <= 100_000)) {
            throw console.refusal("--rate: " + rate + ", must be more than 0 and 100000 at most");
        }
        final List<AlgorithmText> distinct = console.algorithms("--algorithms", algorithms);
        for (AlgorithmText algorithm : distinct) {
            console.checked("--algorithms", () -> SlowBackend.tryOut(algorithm));
        }
        console.checked("--fast", () -> Draw.ofDurations(fast));
        final Draw slowDelay = console.checked("--slow", () -> Draw.ofDurations(slow));
        final SlowBackendPlan plan = console.checked(
                () -> new SlowBackendPlan(distinct, rate, fast, slow, concurrency, rounds, seconds, warmUp, seed));
        warnOfOverload(plan, slowDelay.mean());
        return plan;
    }

    private void warnOfOverload(SlowBackendPlan plan, double slowMeanNs) {
        final double load = plan.slowLoad(slowMeanNs);
        if (load >= 1) {
            console.say("with a third of the requests the slow backend is overloaded (" + Numbers.whole(100 * load)
                    + " %): its queue grows as long as the round lasts");
        }
    }
}
