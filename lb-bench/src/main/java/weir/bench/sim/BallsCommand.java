package weir.bench.sim;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.AlgorithmWord;
import weir.bench.command.Console;
import weir.bench.report.Numbers;
import weir.bench.report.Table;
import weir.config.AlgorithmText;

/** {@code balls}: balls into bins, the static case of balancing. */
@Command(
        name = "balls",
        sortOptions = false,
        description = {
            "Throws balls into bins with Weir's own pickers, and says how full the fullest bin is.",
            "",
            "A ball is a request that never ends, a bin a backend. That is the classic model of what two choices gain over "
                    + "one: with n balls and n bins, the fullest has about ln n / ln ln n with one, ln ln n / ln 2 with "
                    + "two. Each trial starts with empty bins. The same options give the same output.",
            ""
        })
public final class BallsCommand implements Callable<Integer> {
    private static final int BINS_MAX = 10_000_000;

    @Option(
            names = "--algorithm",
            split = AlgorithmWord.SPLIT,
            paramLabel = "NAME",
            defaultValue = "random,two-choices",
            converter = AlgorithmWord.class,
            completionCandidates = AlgorithmWord.Words.class,
            description = AlgorithmWord.DESCRIPTION)
    private List<AlgorithmText> algorithms;

    @Option(names = "--bins", paramLabel = "COUNT", defaultValue = "256", description = "(default: ${DEFAULT-VALUE})")
    private int bins;

    @Option(names = "--balls", paramLabel = "COUNT", description = "(default: as many as there are bins)")
    private Integer balls;

    @Option(
            names = "--trials",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "(default: ${DEFAULT-VALUE})")
    private int trials;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "of all that is random (default: ${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        within("--bins", bins, BINS_MAX);
        within("--trials", trials, Integer.MAX_VALUE);
        final int thrown = balls == null ? bins : balls;
        within("--balls", thrown, Integer.MAX_VALUE);
        final Table table = new Table("fullest bin", "balls in it", "of all trials");
        for (AlgorithmText algorithm : console.algorithms("--algorithm", algorithms)) {
            final Map<Integer, Integer> counts =
                    console.checked("--algorithm", () -> new Balls(algorithm, bins, thrown).fullest(trials, seed));
            counts.forEach((fullest, count) ->
                    table.row(algorithm.text(), fullest.toString(), Numbers.two(100.0 * count / trials) + " %"));
        }
        console.print(thrown + " balls, " + bins + " bins, " + trials + " trials, seed " + seed + "\n" + table);
        return 0;
    }

    private void within(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw console.refusal(option + ": " + value + ", must be 1.." + max);
        }
    }
}
