package weir.bench.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.AlgorithmWord;
import weir.bench.command.Console;
import weir.bench.words.Draw;
import weir.config.AlgorithmText;

/** {@code simulate}: the command line of the simulator. */
@Command(
        name = "simulate",
        sortOptions = false,
        description = {
            "Tries balancing algorithms side by side on modelled backends, in virtual time.",
            "",
            "The pickers are Weir's own classes, and so are the rule of rise and fall and the retry rule. A backend is a "
                    + "queue, first come, first served, in front of --workers workers. All algorithms meet the same "
                    + "requests, at the same times and with the same work. The same options give the same output, byte "
                    + "for byte.",
            "",
            "Latency is the time from a request's arrival to its answer, retries included, or to the time-out. Requests that "
                    + "fail sooner count as errors only: a quick failure is no quick answer. A share of 1 is what a backend's "
                    + "weight is due of all picks; CV is the standard deviation of the shares.",
            "",
            "What is not modelled: the network, kept connections, CPU and queues of Weir itself, sticky clients, limits, ejections, "
                    + "panic and slow start; checks take no time, and news of health and of other loops' load arrives at once.",
            "",
            "Durations: 500us, 8ms, 1.5s, 2m. Distributions: " + Draw.ACCEPTED + ".",
            ""
        })
public final class SimulateCommand implements Callable<Integer> {
    @Option(
            names = "--algorithm",
            split = AlgorithmWord.SPLIT,
            paramLabel = "NAME",
            defaultValue = "random,round-robin,two-choices,least-connections,peak-ewma",
            converter = AlgorithmWord.class,
            completionCandidates = AlgorithmWord.Words.class,
            description = AlgorithmWord.DESCRIPTION)
    private List<AlgorithmText> algorithms;

    @Mixin
    private PlanOptions options = new PlanOptions();

    @Option(names = "--csv", paramLabel = "FILE", description = "write one line per algorithm")
    private Path csvFile;

    @Option(names = "--csv-time", paramLabel = "FILE", description = "write one line per algorithm and --interval")
    private Path csvTimeFile;

    @Option(names = "--csv-backends", paramLabel = "FILE", description = "write one line per algorithm and backend")
    private Path csvBackendsFile;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "draw latency by percentile, share per backend, and requests in flight over time")
    private Path svgFile;

    @Option(names = "--progress", description = "show it even where there is no terminal")
    private boolean wantsProgress;

    @Option(names = "--quiet", description = "no progress, and no table")
    private boolean isQuiet;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException {
        final Plan plan = plan();
        checkFiles();
        final List<Result> results = new ArrayList<>();
        final Progress progress = progress();
        for (Simulation simulation : simulations(plan, progress)) {
            results.add(simulation.run());
        }
        progress.clear();
        write(plan, results);
        return 0;
    }

    /** What the options say; for tests, too. */
    Plan plan() {
        return console.checked(() -> options.plan(console::say));
    }

    /** In the order they were named, each once. */
    List<AlgorithmText> algorithms() {
        return console.algorithms("--algorithm", algorithms);
    }

    /** All are made before the first one runs, so that an own algorithm that cannot be used is refused at once. */
    private List<Simulation> simulations(Plan plan, Progress progress) {
        return algorithms().stream()
                .map(algorithm -> console.checked(
                        "--algorithm", () -> new Simulation(plan, algorithm, progress.of(algorithm, plan))))
                .toList();
    }

    private Progress progress() {
        final boolean isShown = wantsProgress || System.console() != null;
        return new Progress(isShown && !isQuiet ? console.progress() : null);
    }

    private void checkFiles() {
        console.checkWritable("--csv", csvFile);
        console.checkWritable("--csv-time", csvTimeFile);
        console.checkWritable("--csv-backends", csvBackendsFile);
        console.checkWritable("--svg", svgFile);
    }

    private void write(Plan plan, List<Result> results) throws IOException {
        if (!isQuiet) {
            console.print(new ResultsText(plan, results));
        }
        Console.write(csvFile, () -> ResultsCsv.summary(results));
        Console.write(csvTimeFile, () -> ResultsCsv.overTime(results));
        Console.write(csvBackendsFile, () -> ResultsCsv.perBackend(plan, results));
        Console.write(svgFile, () -> ResultsSvg.of(plan, results));
    }
}
