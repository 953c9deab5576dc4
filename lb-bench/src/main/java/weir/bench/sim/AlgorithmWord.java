package weir.bench.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import weir.balance.Algorithm;

/** Algorithms as words of the command line, which are those of the configuration file. */
final class AlgorithmWord implements ITypeConverter<Algorithm> {
    @Override
    public Algorithm convert(String word) {
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException(word + ", must be one of " + String.join(", ", new Words())));
    }

    /** For the help text and shell completion. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(List.of(Arrays.stream(Algorithm.values()).map(Algorithm::word).toArray(String[]::new)));
        }
    }
}
