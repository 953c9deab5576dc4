package weir.app;

import java.io.PrintWriter;
import java.util.Optional;
import weir.config.ConfigProblem;
import weir.config.ConfigResult;
import weir.config.ConfigWarning;
import weir.model.Configuration;

/** Tells the user what is wrong or odd about a configuration, one line each. */
final class ConfigReport {
    private ConfigReport() {}

    /** Returns what can be used, or nothing after problems. */
    static Optional<Configuration> print(ConfigResult result, PrintWriter err) {
        for (ConfigWarning warning : result.warnings()) {
            err.println(warning.text());
        }
        if (result instanceof ConfigResult.Refused refused) {
            for (ConfigProblem problem : refused.problems()) {
                err.println(problem.text());
            }
            return Optional.empty();
        }
        return Optional.of(((ConfigResult.Loaded) result).configuration());
    }
}
