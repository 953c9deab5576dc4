package weir.config;

import java.util.List;
import weir.config.value.Reading;
import weir.model.Configuration;

/** Puts the name of the file to what one reading has found. */
final class Results {
    private Results() {}

    /** @param configuration null only after a problem */
    static ConfigResult of(String file, Reading reading, Configuration configuration) {
        final List<ConfigWarning> warnings = reading.warnings().stream()
                .map(warning -> new ConfigWarning(file, warning.line(), warning.path(), warning.message()))
                .toList();
        return reading.hasProblems()
                ? new ConfigResult.Refused(problems(file, reading), warnings)
                : new ConfigResult.Loaded(configuration, warnings, file, reading.lines());
    }

    static List<ConfigProblem> problems(String file, Reading reading) {
        return reading.problems().stream()
                .map(problem ->
                        new ConfigProblem(file, problem.line(), problem.path(), problem.found(), problem.accepted()))
                .toList();
    }
}
