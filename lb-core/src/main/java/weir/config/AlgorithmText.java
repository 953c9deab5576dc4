package weir.config;

import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import weir.balance.CustomAlgorithm;
import weir.balance.PickerFactory;
import weir.config.section.BalanceSection;
import weir.config.value.AlgorithmName;
import weir.config.value.Location;
import weir.config.value.OptionMap;
import weir.config.value.ParseContext;

/**
 * An algorithm in one word of a command line: {@code two-choices}, or the name of a class. That may have its options
 * behind it, as a file has them under {@code options}: {@code com.example.Mine{depth: 3}}. Immutable, any thread.
 *
 * @param text as it was given, which tells a class with some options from the same with others
 */
public record AlgorithmText(String text, PickerFactory factory) {
    private static final int CHARS_MAX = 10_000;
    private static final String OPTIONS = "options";

    /**
     * @param start class path and main class of the program, as
     *     {@link CustomAlgorithm#load(String, ClassLoader, String)} takes them
     * @throws IllegalArgumentException says what was found and what is accepted, as a file's problem does
     */
    public static AlgorithmText parse(String text, String start) {
        final ParseContext context = new ParseContext(name -> {
            throw new IllegalStateException(name); // an algorithm has no host
        });
        final PickerFactory factory = read(context, text, start);
        if (context.hasProblems()) {
            throw new IllegalArgumentException(
                    context.problems().stream().map(AlgorithmText::message).collect(Collectors.joining("; ")));
        }
        return new AlgorithmText(text, factory);
    }

    /** Null after some problems. */
    private static PickerFactory read(ParseContext context, String text, String start) {
        final PickerFactory named =
                new AlgorithmName(BalanceSection.NAMES, start).read(Location.outside(context, "", name(text)));
        if (named == null || options(text).isEmpty()) {
            return named;
        } else if (!(named instanceof CustomAlgorithm own)) {
            context.refuse(0, OPTIONS, OPTIONS + " with " + named.word(), "it with " + BalanceSection.OWN + " only");
            return null;
        } else {
            final OptionMap type = new OptionMap();
            final Node node = YamlTree.of(options(text), CHARS_MAX, type.accepted(), context);
            final Map<String, String> options =
                    node == null ? null : type.read(new Location(context, OPTIONS, OPTIONS, 0, node));
            return options == null ? null : own.withOptions(options);
        }
    }

    private static String message(ParseContext.Problem problem) {
        return (problem.path().isEmpty() ? "" : problem.path() + ": ") + "found " + problem.found() + ", accepted: "
                + problem.accepted();
    }

    /** What has the same effect under {@code balance} of a file. */
    public String yaml() {
        return options(text).isEmpty() ? name(text) : "{algorithm: " + name(text) + ", options: " + options(text) + '}';
    }

    private static String name(String text) {
        final int brace = text.indexOf('{');
        return (brace < 0 ? text : text.substring(0, brace)).strip();
    }

    /** With its braces; empty = none. */
    private static String options(String text) {
        final int brace = text.indexOf('{');
        return brace < 0 ? "" : text.substring(brace);
    }
}
