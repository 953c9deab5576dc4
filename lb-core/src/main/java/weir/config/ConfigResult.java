package weir.config;

import java.util.List;
import java.util.Map;
import weir.config.section.LegacySection;
import weir.config.value.KeyPath;
import weir.model.Configuration;
import weir.text.OneLine;

/** What reading a configuration gave: all of it, or all that is wrong with it. Immutable, any thread. */
public sealed interface ConfigResult {
    /** What was read makes sense, but perhaps not the sense its author had in mind. In line order. */
    List<ConfigWarning> warnings();

    /**
     * @param file as the user named it
     * @param lines of the keys, by their paths
     */
    record Loaded(Configuration configuration, List<ConfigWarning> warnings, String file, Map<String, Integer> lines)
            implements ConfigResult {
        public Loaded {
            warnings = List.copyOf(warnings);
            lines = Map.copyOf(lines);
        }

        public boolean hasKey(String path) {
            return lines.containsKey(path);
        }

        /**
         * A problem that shows only when the configuration is used, at the place of the key; without a line where the
         * file does not have it.
         */
        public ConfigProblem problem(String path, String found, String accepted) {
            return new ConfigProblem(file, line(path), own(path), found, accepted);
        }

        /** The same where one sentence says it all. */
        public String problem(String path, String why) {
            return OneLine.of(ConfigProblem.position(file, line(path), own(path))) + why;
        }

        /** As this file calls it. */
        private String own(String path) {
            return LegacySection.isLegacy(lines.keySet()) ? LegacySection.own(path) : path;
        }

        /** That of the section where the key is left out; 0 = the file has neither. */
        private int line(String path) {
            for (String at = own(path); !at.isEmpty(); at = KeyPath.parent(at)) {
                if (lines.containsKey(at)) {
                    return lines.get(at);
                }
            }
            return 0;
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
