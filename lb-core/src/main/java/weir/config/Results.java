package weir.config;

import java.util.List;
import weir.config.value.ParseContext;
import weir.model.Configuration;

/** Puts the name of the file to what one reading has found. */
final class Results {
    private Results() {}

    /** @param configuration null only after a problem */
    static ConfigResult of(String file, ParseContext context, Configuration configuration) {
        final List<ConfigWarning> warnings = context.warnings().stream()
                .map(warning -> new ConfigWarning(file, warning.line(), warning.path(), warning.message()))
                .toList();
        return context.hasProblems()
                ? new ConfigResult.Refused(problems(file, context), warnings)
                : new ConfigResult.Loaded(configuration, warnings, file, context.lines());
    }

    static List<ConfigProblem> problems(String file, ParseContext context) {
        return context.problems().stream()
                .map(problem ->
                        new ConfigProblem(file, problem.line(), problem.path(), problem.found(), problem.accepted()))
                .toList();
    }
}
