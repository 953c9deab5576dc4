package weir.bench.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import weir.balance.Algorithm;
import weir.config.AlgorithmText;

/**
 * Algorithms as words of the command line: those of the configuration file, and classes of the user's own with their
 * options.
 */
public final class AlgorithmWord implements ITypeConverter<AlgorithmText> {
    /** Between words: a comma that is not within the braces of options. */
    public static final String SPLIT = ",(?![^{}]*})";

    public static final String DESCRIPTION =
            "repeat it, or separate with commas; of ${COMPLETION-CANDIDATES}, or a class "
                    + "of your own, with its options where it has some: 'com.example.Mine{depth: 3}' (default: ${DEFAULT-VALUE})";

    private static final String START = "weir-bench.jar:YOURS.jar weir.bench.Main";

    @Override
    public AlgorithmText convert(String word) {
        try {
            return AlgorithmText.parse(word, START);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** In the order they were named, each once. */
    public static List<AlgorithmText> distinct(List<AlgorithmText> algorithms) {
        final List<AlgorithmText> distinct = new ArrayList<>();
        for (AlgorithmText algorithm : algorithms) {
            if (distinct.stream().noneMatch(other -> other.text().equals(algorithm.text()))) {
                distinct.add(algorithm);
            }
        }
        return distinct;
    }

    /** For the help text and shell completion. */
    public static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Words() {
            super(Arrays.stream(Algorithm.values()).map(Algorithm::word).toList());
        }
    }
}
