package weir.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weir.config.ConfigFile;
import weir.model.Configuration;

/** {@code check}: says whether {@code run} would accept a file, without touching the network. */
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

    @Override
    public Integer call() {
        final Optional<Configuration> configuration =
                ConfigReport.print(ConfigFile.read(file), spec.commandLine().getErr());
        configuration.ifPresent(facts -> spec.commandLine().getOut().println(file + ": ok (" + counts(facts) + ")"));
        return configuration.isPresent() ? ExitCode.FINE : ExitCode.USAGE;
    }

    private static String counts(Configuration configuration) {
        final int backends = configuration.pools().stream()
                .mapToInt(pool -> pool.backends().size())
                .sum();
        return Count.of(configuration.listeners().size(), "listener") + ", "
                + Count.of(configuration.pools().size(), "pool") + ", " + Count.of(backends, "backend");
    }
}
