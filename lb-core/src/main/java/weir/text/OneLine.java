package weir.text;

/**
 * Text that others have written, such as the message of an exception from an own algorithm, within a line that we print or log: it must neither end the line,
 * as what follows would pass for one of ours, nor command a terminal. Letters of all scripts stay as they are, and what joins or parts them; a tab becomes a space. Any thread.
 */
public final class OneLine {
    /** Of what has no bound of its own. */
    private static final int CHARS_MAX = 300;

    private OneLine() {}

    /** The same text where nothing is wrong with it; null stays null. */
    public static String of(String text) {
        return text == null || text.chars().allMatch(OneLine::isHarmless) ? text : escaped(text);
    }

    /** The same, and no longer than a line for people should be. */
    public static String cut(String text) {
        return text == null || text.length() <= CHARS_MAX ? of(text) : of(text.substring(0, CHARS_MAX)) + "...";
    }

    /** What went wrong: the message, or what kind of exception it is where it has none. */
    public static String reason(Throwable trouble) {
        final String message = trouble.getMessage();
        return message == null || message.isBlank() ? trouble.getClass().getSimpleName() : cut(message);
    }

    private static String escaped(String text) {
        final StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (isHarmless(c)) {
                out.append(c);
            } else if (c == '\t') {
                out.append(' ');
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    /** Neither a control character, nor an end of a line, nor a mark that turns the direction of writing or is nothing but hidden. */
    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> !isHidden(c);
            default -> true;
        };
    }

    /** The other ones belong to words and signs of some script: they join letters, part them, or stand beside numbers. */
    private static boolean isHidden(int c) {
        return c == 0x061c
                || c >= 0x200e && c <= 0x200f
                || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0xfeff;
    }
}
