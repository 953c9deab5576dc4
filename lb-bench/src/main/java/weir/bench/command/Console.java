package weir.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weir.balance.InvalidAlgorithmException;
import weir.config.AlgorithmText;

/**
 * The user's side of a command, mixed into each: {@code --help}, results on standard output, progress on standard
 * error, files, and refusals, which end the command with exit code 2. Any thread.
 */
public final class Console {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    private boolean wantsHelp;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Where progress is told. */
    public PrintWriter progress() {
        return command.commandLine().getErr();
    }

    /** One line of progress. */
    public void say(String line) {
        progress().println(line);
        progress().flush();
    }

    /** A result. */
    public void print(Object result) {
        final PrintWriter out = command.commandLine().getOut();
        out.print(result);
        out.flush();
    }

    /** What to throw when an option cannot be. */
    public ParameterException refusal(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** The algorithms of an option, each once, which are at least one: a lone comma names none. */
    public List<AlgorithmText> algorithms(String option, List<AlgorithmText> given) {
        if (given.isEmpty()) {
            throw refusal(option + ": found no name, must be one algorithm at least");
        }
        return AlgorithmWord.distinct(given);
    }

    /** A value, or a refusal of the option that names what was wrong with it. */
    public <T> T checked(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | InvalidAlgorithmException e) {
            throw refusal(option + ": " + e.getMessage());
        }
    }

    /** The same where the message names the option already. */
    public <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw refusal(e.getMessage());
        }
    }

    /** Refuses a file that could not be written, before minutes of measuring and not after. */
    public void checkWritable(String option, Path fileOrNull) {
        if (fileOrNull == null) {
            return;
        }
        final Path directory = fileOrNull.toAbsolutePath().getParent();
        if (Files.isDirectory(fileOrNull) || directory == null || !Files.isDirectory(directory)) {
            throw refusal(option + ": " + fileOrNull + ", must be a file in a directory that exists");
        }
    }

    public static void write(Path fileOrNull, Supplier<String> text) throws IOException {
        if (fileOrNull != null) {
            Files.writeString(fileOrNull, text.get());
        }
    }
}
