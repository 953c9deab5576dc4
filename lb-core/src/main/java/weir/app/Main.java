package weir.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.security.Security;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import weir.tls.TlsProvider;

/** The command line: finds the subcommand and runs it. */
@Command(
        name = "weir",
        scope = ScopeType.INHERIT, // every subcommand has --help and --version, too
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        usageHelpWidth = 100,
        header = "Weir: a load balancer and reverse proxy.",
        description = "Spreads requests over backends, watches their health, and goes on when one of them does not.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        descriptionHeading = "%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar weir.jar demo",
            "  java -jar weir.jar run weir.yaml",
            "  java -jar weir.jar run --listen 8081 --backend 127.0.0.1:8082",
            "  java -jar weir.jar help run",
            "",
            "Exit status: 0 fine, 1 runtime failure, 2 bad usage or bad configuration, 70 out of memory."
        },
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            DrainCommand.class,
            ReadyCommand.class,
            MaintenanceCommand.class,
            AddCommand.class,
            RemoveCommand.class,
            DemoCommand.class,
            BackendCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        LastResort.install();
        TlsProvider.readNamesOurselves();
        Security.setProperty(
                "networkaddress.cache.ttl", "0"); // Weir looks up as often as the file says, and then means it
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Runs one command to its end. Never throws and never exits the process.
     *
     * @return one of {@link ExitCode}
     */
    static int run(String[] args, PrintStream out, PrintStream err) {
        final PrintWriter lines = new PrintWriter(out, true); // flushes each line: whoever reads a pipe waits for it
        final PrintWriter errorLines = new PrintWriter(err, true);
        final OneLineErrors errors = new OneLineErrors();
        try {
            return new CommandLine(new Main())
                    .setOut(lines)
                    .setErr(errorLines)
                    .setParameterExceptionHandler(errors)
                    .setExecutionExceptionHandler(errors)
                    .execute(args);
        } catch (Error e) { // out of memory, a class missing from the jar: still one line
            return OneLineErrors.report(e, errorLines);
        }
    }

    /** Without a subcommand there is nothing to do but to say what there is. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? " + commandNames());
    }

    private String commandNames() {
        return String.join(", ", spec.subcommands().keySet());
    }
}
