package weir.text;

/**
 * Text that others have written, such as the message of an exception or a key of a file, within a line that we print or
 * log: it must neither end the line, as what follows would pass for one of ours, nor command a terminal.
 *
 * <p>All that cannot be seen is escaped, too: two names that look alike would be the same one to their reader, and
 * what is wrong with a refused one may be just that. A few scripts and emoji join or part letters with such characters
 * (U+200C and U+200D), and are shown with the escape; letters, marks and signs of all scripts stay as they are. A tab
 * becomes a space. Any thread.
 */
public final class OneLine {
    /** Of what has no bound of its own. */
    private static final int CHARS_MAX = 300;

    private OneLine() {}

    /** The same text where nothing is wrong with it; null stays null. */
    public static String of(String text) {
        return text == null || text.codePoints().allMatch(OneLine::isHarmless) ? text : escaped(text);
    }

    /** The same, and no longer than a line for people should be. */
    public static String cut(String text) {
        return cut(text, CHARS_MAX);
    }

    /** @param charsMax of the text itself, of which one may be shown as six */
    public static String cut(String text, int charsMax) {
        if (text == null || text.length() <= charsMax) {
            return of(text);
        }
        final boolean isBetween = !Character.isSurrogatePair(text.charAt(charsMax - 1), text.charAt(charsMax));
        return of(text.substring(0, isBetween ? charsMax : charsMax - 1)) + "...";
    }

    /** Several lines as one, which then still has to go through {@link #of} or {@link #cut}. */
    public static String joined(String lines) {
        return lines.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** What went wrong: the message, or what kind of exception it is where it has none. */
    public static String reason(Throwable trouble) {
        final String message = trouble.getMessage();
        return message == null || message.isBlank() ? trouble.getClass().getSimpleName() : cut(message);
    }

    private static String escaped(String text) {
        final StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(c, out));
        return out.toString();
    }

    private static void append(int c, StringBuilder out) {
        if (isHarmless(c)) {
            out.appendCodePoint(c);
        } else if (c == '\t') {
            out.append(' ');
        } else {
            for (char half : Character.toChars(c)) {
                out.append(String.format("\\u%04x", (int) half));
            }
        }
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> false; // joins or parts letters, turns the direction of writing, or hides
            case Character.SPACE_SEPARATOR -> c == ' '; // the others look like it and are not it
            case Character.SURROGATE -> false; // half a character
            default -> true;
        };
    }
}
