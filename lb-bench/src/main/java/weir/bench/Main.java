package weir.bench;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import weir.bench.compare.CompareCommand;
import weir.bench.compare.ReportCommand;
import weir.bench.doctor.DoctorCommand;
import weir.bench.host.CannotMeasure;
import weir.bench.idle.IdleCommand;
import weir.bench.load.LoadCommand;
import weir.bench.origin.OriginCommand;
import weir.bench.scenario.SlowBackendCommand;
import weir.bench.sim.BallsCommand;
import weir.bench.sim.SimulateCommand;
import weir.text.OneLine;

/** Entry point. Exit codes: 0 measured, 1 could not measure or a round was invalid, 2 bad usage. */
@Command(
        name = "weir-bench",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Measures Weir, alone and beside its peers, and simulates its balancing. Every command explains its method: compare --help.",
        subcommands = {
            DoctorCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            IdleCommand.class,
            OriginCommand.class,
            LoadCommand.class,
            SlowBackendCommand.class,
            SimulateCommand.class,
            BallsCommand.class,
            JmhCommand.class
        })
public final class Main {
    private static final int CANNOT_MEASURE = 1;
    private static final int BAD_USAGE = 2;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        final CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler(Main::refuse);
        line.setExecutionExceptionHandler(Main::explain);
        line.getSubcommands().get("jmh").setUnmatchedOptionsArePositionalParams(true);
        try {
            return line.execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return tellOfShortage(e, line.getErr());
        }
    }

    /** Ours, or that of an own algorithm: where it was tells which. */
    private static int tellOfShortage(Error e, PrintWriter err) {
        final StackTraceElement[] trace = e.getStackTrace();
        err.println("weir-bench: " + OneLine.cut(e.toString()) + (trace.length == 0 ? "" : " at " + trace[0])
                + "; a larger " + (e instanceof OutOfMemoryError ? "-Xmx" : "-Xss") + " may help");
        err.flush();
        return BAD_USAGE;
    }

    private static int refuse(ParameterException e, String[] args) {
        final CommandLine line = e.getCommandLine();
        line.getErr().println(line.getCommandName() + ": " + OneLine.of(e.getMessage()));
        line.getErr().println("see: " + line.getCommandSpec().qualifiedName() + " --help");
        return BAD_USAGE;
    }

    /** What the reader can act on is said in one line; what is our bug keeps its stack trace. */
    private static int explain(Exception e, CommandLine line, ParseResult parsed) {
        final PrintWriter err = line.getErr();
        if (e instanceof CannotMeasure) {
            err.println(line.getCommandName() + ": " + e.getMessage()); // a child's last lines may be part of it
        } else if (e instanceof IOException) {
            err.println(line.getCommandName() + ": " + OneLine.cut(e.toString()));
        } else {
            e.printStackTrace(err);
        }
        err.flush();
        return CANNOT_MEASURE;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            final String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"weir-bench " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
