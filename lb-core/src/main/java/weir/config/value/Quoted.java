package weir.config.value;

import weir.text.OneLine;

/** Text of a file inside a message: short, and as {@link OneLine} has it. */
public final class Quoted {
    private static final int CHARS_MAX = 60;
    private static final int REASON_CHARS_MAX = 200;

    /** Follows what is planned, so that its user need not look for a mistake. */
    public static final String NOT_YET = ", which this version does not have yet";

    private Quoted() {}

    public static String text(String text) {
        return '"' + bare(text) + '"';
    }

    /** Without quotes; null becomes empty. */
    public static String bare(String text) {
        return text == null ? "" : OneLine.cut(text, CHARS_MAX);
    }

    /** A reason that a library gives, on one line. */
    public static String reason(String reason) {
        return reason == null ? "no reason given" : OneLine.cut(OneLine.joined(reason), REASON_CHARS_MAX);
    }

    /** 010 is 8 for one reader and 10 for another. */
    static boolean hasLeadingZero(String text) {
        return text.length() > 1 && text.charAt(0) == '0' && Character.isDigit(text.charAt(1));
    }
}
