package weir.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Scenarios as words of the command line. Any thread. */
final class ScenarioWord {
    static final String ALL = "all";

    private ScenarioWord() {}

    static Scenario parse(String word) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        word + ", must be " + ALL + " or one of " + String.join(", ", words())));
    }

    /** Without repetitions, in the order of the words. */
    static List<Scenario> parseAll(List<String> words) {
        final Set<Scenario> scenarios = new LinkedHashSet<>();
        for (String word : words) {
            scenarios.addAll(word.equals(ALL) ? Arrays.asList(Scenario.values()) : List.of(parse(word)));
        }
        return new ArrayList<>(scenarios);
    }

    static List<String> together() {
        return Arrays.stream(Scenario.values())
                .filter(Scenario::canBeTogether)
                .map(Scenario::word)
                .toList();
    }

    private static List<String> words() {
        return Arrays.stream(Scenario.values()).map(Scenario::word).toList();
    }
}
