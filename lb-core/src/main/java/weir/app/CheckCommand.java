package weir.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weir.config.ConfigResult;
import weir.model.AddressRange;
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

    @Option(
            names = "--request",
            paramLabel = "'METHOD URL'",
            description = "Also say which route would take this request, and why: 'GET http://example.com/a?b'.")
    private String request;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "With --request: a field of it.")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--client", paramLabel = "ADDRESS", description = "With --request: whose it is; unix also.")
    private String client;

    @Override
    public Integer call() {
        if (client != null && !isAddress(client)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--client: found \"" + OneLine.cut(client) + "\", accepted: an IP address, or unix");
        }
        final PrintWriter err = spec.commandLine().getErr();
        final Optional<ConfigResult.Loaded> config = ConfigReport.print(ConfigReport.read(file, err), err);
        return config.isEmpty() ? ExitCode.USAGE : check(config.get(), err);
    }

    private static boolean isAddress(String text) {
        return text.indexOf('/') < 0 && AddressRange.parse(text) != null;
    }

    private int check(ConfigResult.Loaded loaded, PrintWriter err) {
        final DryStart start = DryStart.of(loaded, isBinding);
        start.warnings().forEach(err::println);
        start.problems().forEach(err::println);
        if (!start.problems().isEmpty()) {
            return ExitCode.USAGE;
        }
        final int status = fine(loaded.configuration());
        if (request != null) {
            final PrintWriter out = spec.commandLine().getOut();
            new RouteReport(loaded, request, fields, client).lines().forEach(out::println);
        }
        return status;
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
