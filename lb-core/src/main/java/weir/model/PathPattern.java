package weir.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import weir.text.OneLine;

/**
 * A regular expression that a whole path must match. The engine is RE2/J: its time is linear in the length of the path,
 * whatever the expression. Immutable, any thread.
 */
public final class PathPattern {
    /** Instructions of a compiled expression. Each byte of a path may cost as many steps. */
    private static final int SIZE_MAX = 1_000;
    /** Product of the counts of all repetitions, as they may be within each other. */
    private static final int REPETITIONS_MAX = 1_000;

    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final Pattern pattern;

    private PathPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException it is none; the message says what is wrong with it */
    public static PathPattern of(String expression) {
        if (repetitions(expression) > REPETITIONS_MAX) {
            throw new IllegalArgumentException("counts of repetitions that multiply to more than " + REPETITIONS_MAX);
        }
        final Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + " at " + e.getPattern());
        }
        if (pattern.programSize() > SIZE_MAX) {
            throw new IllegalArgumentException(
                    "a size of " + pattern.programSize() + " instructions, of which it may have " + SIZE_MAX);
        }
        return new PathPattern(pattern);
    }

    /** What is wrong with the expression, on one line; null = nothing. */
    public static String problem(String expression) {
        try {
            of(expression);
            return null;
        } catch (IllegalArgumentException e) {
            return OneLine.of(e.getMessage());
        }
    }

    /** An upper bound: {@code a{9}b{9}} counts as 81, too. */
    private static long repetitions(String expression) {
        final java.util.regex.Matcher counts = java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}")
                .matcher(expression);
        long product = 1;
        while (counts.find() && product <= REPETITIONS_MAX) {
            final String last = counts.group(2);
            final String count = last == null || last.isEmpty() ? counts.group(1) : last;
            product *= Math.max(1, Long.parseLong(count));
        }
        return product;
    }

    /** For one thread. */
    public Matcher matcher() {
        return pattern.matcher("");
    }

    /** What every path begins with that matches; empty when that cannot be told. */
    public String literalPrefix() {
        final String text = pattern.pattern();
        if (hasAlternatives(text)) {
            return "";
        }
        final int start = text.startsWith("^") ? 1 : 0;
        int end = start;
        while (end < text.length() && SPECIAL.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        final boolean mayRepeat = end < text.length() && "?*+{".indexOf(text.charAt(end)) >= 0;
        return text.substring(start, mayRepeat ? Math.max(start, end - 1) : end);
    }

    /** Outside of all groups; also true when a class or an escape makes that hard to tell. */
    private static boolean hasAlternatives(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '|' -> {
                    if (depth <= 0) {
                        return true;
                    }
                }
                case '[', '\\' -> {
                    if (text.indexOf('|', i) >= 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }
}
