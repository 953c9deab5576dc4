package weir.config;

/** Text of a file inside a message: short, on one line, and harmless to a terminal. */
final class Quoted {
    private static final int CHARS_MAX = 60;
    private static final int REASON_CHARS_MAX = 200;

    /** Follows what is planned, so that its user need not look for a mistake. */
    static final String NOT_YET = ", which this version does not have yet";

    private Quoted() {}

    static String text(String text) {
        return '"' + bare(text) + '"';
    }

    /** Without quotes; null becomes empty. */
    static String bare(String text) {
        return text == null ? "" : cut(text, CHARS_MAX);
    }

    /** A reason that a library gives, on one line. */
    static String reason(String reason) {
        return reason == null
                ? "no reason given"
                : cut(reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), REASON_CHARS_MAX);
    }

    private static String cut(String text, int charsMax) {
        final StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), charsMax); i++) {
            final char c = text.charAt(i);
            if (isHarmless(c)) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.length() > charsMax ? out.append("...").toString() : out.toString();
    }

    private static boolean isHarmless(char c) {
        return c >= ' ' && c < 0x7f || Character.isLetterOrDigit(c);
    }

    /** 010 is 8 for one reader and 10 for another. */
    static boolean hasLeadingZero(String text) {
        return text.length() > 1 && text.charAt(0) == '0' && Character.isDigit(text.charAt(1));
    }
}
