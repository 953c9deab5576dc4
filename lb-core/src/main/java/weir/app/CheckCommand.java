package weir.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weir.config.ConfigFile;
import weir.control.Restoration;
import weir.model.Configuration;
import weir.model.KeptState;

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
        return configuration.isPresent() && isStateUsable(configuration.get())
                ? fine(configuration.get())
                : ExitCode.USAGE;
    }

    private int fine(Configuration configuration) {
        spec.commandLine().getOut().println(file + ": ok (" + counts(configuration) + ")");
        return ExitCode.FINE;
    }

    private boolean isStateUsable(Configuration configuration) {
        try {
            final KeptState kept = KeptBefore.read(configuration.stateFile()).orElse(KeptState.NONE);
            Restoration.of(configuration, kept)
                    .notes()
                    .forEach(note -> spec.commandLine().getErr().println("warning: state file: " + note));
            return true;
        } catch (StartFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return false;
        }
    }

    private static String counts(Configuration configuration) {
        final int backends = configuration.pools().stream()
                .mapToInt(pool -> pool.backends().size())
                .sum();
        return Count.of(configuration.listeners().size(), "listener") + ", "
                + Count.of(configuration.pools().size(), "pool") + ", " + Count.of(backends, "backend");
    }
}
