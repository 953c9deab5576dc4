package weir.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import weir.config.ConfigFile;
import weir.config.ConfigProblem;
import weir.config.ConfigResult;
import weir.config.ConfigWarning;
import weir.file.FileKind;
import weir.text.OneLine;

/** Reads a configuration for a command, and tells the user what is wrong or odd about it, one line each. */
final class ConfigReport {
    private static final int TIMEOUT_MS = 2_000;

    private ConfigReport() {}

    /** Nobody shall wonder what it waits for when nothing is written into a pipe. */
    static ConfigResult read(Path file, PrintWriter err) {
        if (!isPipe(file)) {
            return ConfigFile.read(file);
        }
        // Owns: nothing.
        final Thread note = new Thread(() -> tellOfWait(file, err), "pipe-note");
        note.setDaemon(true);
        note.start();
        return ConfigFile.read(file, note::interrupt); // names are looked up afterwards, which may take long, too
    }

    private static boolean isPipe(Path file) {
        try {
            return FileKind.of(file) == FileKind.PIPE;
        } catch (IOException e) {
            return false; // whoever reads it says why not
        }
    }

    private static void tellOfWait(Path pipe, PrintWriter err) {
        try {
            Thread.sleep(TIMEOUT_MS);
            err.println(OneLine.of(pipe.toString()) + ": waiting for a configuration to come through this pipe");
        } catch (InterruptedException e) {
            return; // it has come
        }
    }

    /** With the place in the file, as far as it is one. What stands in other files names those itself. */
    static String text(StartFailure failure, ConfigResult.Loaded loaded) {
        return loaded.problem(failure.path() == null ? "" : failure.path(), failure.why());
    }

    /** Returns what can be used, or nothing after problems. */
    static Optional<ConfigResult.Loaded> print(ConfigResult result, PrintWriter err) {
        for (ConfigWarning warning : result.warnings()) {
            err.println(warning.text());
        }
        if (result instanceof ConfigResult.Refused refused) {
            for (ConfigProblem problem : refused.problems()) {
                err.println(problem.text());
            }
            return Optional.empty();
        }
        return Optional.of((ConfigResult.Loaded) result);
    }
}
