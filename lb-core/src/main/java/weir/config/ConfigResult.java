package weir.config;

import java.util.List;
import weir.model.Configuration;

/** What reading a configuration gave: all of it, or all that is wrong with it. Immutable, any thread. */
public sealed interface ConfigResult {
    /** What was read makes sense, but perhaps not the sense its author had in mind. In line order. */
    List<ConfigWarning> warnings();

    record Loaded(Configuration configuration, List<ConfigWarning> warnings) implements ConfigResult {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /** @param problems at least one, in line order */
    record Refused(List<ConfigProblem> problems, List<ConfigWarning> warnings) implements ConfigResult {
        public Refused {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /** Refused for one reason that concerns the whole file or one line of its syntax. */
    static ConfigResult refused(String file, int line, String found, String accepted) {
        return new Refused(List.of(new ConfigProblem(file, line, "", found, accepted)), List.of());
    }
}
