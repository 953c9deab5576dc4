package weir.config;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import weir.config.value.ParseContext;
import weir.config.value.Quoted;

/**
 * Text to a tree of nodes. Tags other than YAML's own are refused and no object is made.
 *
 * <p>A node may stand in several places of the tree, or within itself: that is what an alias means. The shapes descend
 * only where a key is known, so they come to an end in either case.
 */
final class YamlTree {
    /** Enough for any key that exists, with room for JSON that wraps more than it needs. */
    private static final int DEPTH_MAX = 32;

    /** Each alias repeats the work on what it points to, so this bounds how much a small file can ask for. */
    private static final int ALIASES_MAX = 50;

    private static final Pattern UNQUOTED_V6 = Pattern.compile("(^|[\\s,{])\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]:[0-9]");
    private static final Pattern UNQUOTED_STAR = Pattern.compile("(^|[\\s,{\\[])(\\*[./:][^\\s,}\\]]*)");
    private static final Pattern UNQUOTED_COLON = Pattern.compile("[\\s,{\\[]:[0-9]");

    private YamlTree() {}

    /**
     * Null after a problem was reported.
     *
     * @param charsMax of text
     * @param expected what an empty text should have had
     */
    static Node of(String text, int charsMax, String expected, ParseContext context) {
        final StreamReader reader = new StreamReader(new StringReader(text));
        try {
            final LoaderOptions options = options(charsMax);
            final Node root = new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
            if (root == null) {
                context.refuse(0, "", "nothing", expected);
            }
            return root;
        } catch (MarkedYAMLException e) {
            final int line = lineOf(e);
            refuse(context, line, e.getProblem(), hint(text, line, e.getProblem()));
        } catch (ReaderException e) {
            refuse(context, lineAt(text, e.getPosition()), String.format("character U+%04X", e.getCodePoint()), "");
        } catch (RuntimeException e) {
            // Other YAMLExceptions, and the NumberFormatException that snakeyaml 2.7 lets out for "\U99999999".
            refuse(context, reader.getLine() + 1, e.getMessage(), "");
        }
        return null;
    }

    private static LoaderOptions options(int charsMax) {
        final LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(charsMax);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        return options;
    }

    private static void refuse(ParseContext context, int line, String reason, String hint) {
        context.refuse(line, "", "broken YAML (" + Quoted.reason(reason) + ")", "YAML or JSON" + hint);
    }

    private static int lineOf(MarkedYAMLException e) {
        final Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        return mark == null ? 0 : mark.getLine() + 1;
    }

    /** What of our own syntax YAML takes for its own. */
    private static String hint(String text, int line, String problem) {
        final String content =
                text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
        if (UNQUOTED_V6.matcher(content).find()) {
            return "; write an IPv6 address in quotes: \"[::1]:8080\"";
        }
        final Matcher star = UNQUOTED_STAR.matcher(content);
        if (star.find()) {
            return "; write text that begins with * in quotes: " + Quoted.text(star.group(2));
        } else if (UNQUOTED_COLON.matcher(content).find()) {
            return "; write text that begins with : in quotes: \":8080\"";
        }
        return indentation(problem == null ? "" : problem);
    }

    /** What the parser says when lines do not begin where they should. */
    private static String indentation(String problem) {
        if (problem.contains("mapping values are not allowed")) {
            return "; is this line indented further than the ones it belongs to, or text with a colon not in quotes?";
        } else if (problem.contains("expected <block end>")) {
            return "; this line is indented less or more than the ones it belongs to";
        }
        return "";
    }

    /** @param codePoints offset as snakeyaml counts */
    private static int lineAt(String text, int codePoints) {
        final int end = text.codePointCount(0, text.length()) <= codePoints
                ? text.length()
                : text.offsetByCodePoints(0, codePoints);
        return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    }
}
