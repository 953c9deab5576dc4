package weir.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import weir.text.OneLine;

/** Says what went wrong in one line on stderr. A stack trace is only for those who ask: {@code -Dweir.trace=true}. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final boolean TRACE = Boolean.getBoolean("weir.trace");

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        final CommandLine command = e.getCommandLine();
        final String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + flat(e.getMessage()) + guess(e) + "; see " + name + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command.getErr());
    }

    /** For what nobody expected, hence with the type: the message alone is often no sentence. */
    static int report(Throwable e, PrintWriter err) {
        err.println(
                e instanceof OutOfMemoryError
                        ? "weir: too little memory: " + flat(String.valueOf(e.getMessage())) + "; a larger -Xmx helps"
                        : "weir: internal error: " + flat(e.toString()));
        if (TRACE) {
            e.printStackTrace(err);
        }
        return ExitCode.FAILURE;
    }

    private static String guess(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return ", did you mean " + unmatched.getSuggestions().get(0) + "?";
        }
        return "";
    }

    private static String flat(String message) {
        return OneLine.of(OneLine.joined(message));
    }
}
