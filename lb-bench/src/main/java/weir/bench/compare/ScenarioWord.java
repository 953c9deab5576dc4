package weir.bench.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Scenarios as words of the command line. */
final class ScenarioWord implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String word) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException(word + ", must be one of " + String.join(", ", new Words())));
    }

    /** For the help text and shell completion. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(List.of(Arrays.stream(Scenario.values()).map(Scenario::word).toArray(String[]::new)));
        }
    }
}
