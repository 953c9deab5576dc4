package weir.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weir.config.ConfigResult;
import weir.model.Configuration;
import weir.text.OneLine;

/** {@code check}: says whether {@code run} would start with a file on this machine, and starts nothing. */
@Command(
        name = "check",
        header = "Check a configuration file without starting anything.",
        description = "Prints every problem with its place in the file, or one line that all is well.",
        footer = "  java -jar weir.jar check weir.yaml")
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Configuration, YAML or JSON.")
    private Path file;

    @Option(
            names = "--bind",
            description =
                    "Also bind each address for a moment, to find ports in use. Not beside a Weir that serves the same file.")
    private boolean isBinding;

    @Override
    public Integer call() {
        final PrintWriter err = spec.commandLine().getErr();
        final Optional<ConfigResult.Loaded> config = ConfigReport.print(ConfigReport.read(file, err), err);
        return config.isEmpty() ? ExitCode.USAGE : check(config.get(), err);
    }

    private int check(ConfigResult.Loaded loaded, PrintWriter err) {
        final DryStart start = DryStart.of(loaded, isBinding);
        start.warnings().forEach(err::println);
        start.problems().forEach(err::println);
        return start.problems().isEmpty() ? fine(loaded.configuration()) : ExitCode.USAGE;
    }

    private int fine(Configuration configuration) {
        spec.commandLine().getOut().println(OneLine.of(file.toString()) + ": ok (" + counts(configuration) + ")");
        return ExitCode.FINE;
    }

    private static String counts(Configuration configuration) {
        final int backends = configuration.pools().stream()
                .mapToInt(pool -> pool.backends().size())
                .sum();
        return Count.of(configuration.listeners().size(), "listener") + ", "
                + Count.of(configuration.pools().size(), "pool") + ", " + Count.of(backends, "backend");
    }
}
