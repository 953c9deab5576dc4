package weir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class OneLineTest {
    @Test
    void leavesWhatIsHarmlessAsItIs() {
        final String text = "pool \u00fc: \u65e5\u672c \ud83d\ude00 ~";
        assertSame(text, OneLine.of(text));
        assertNull(OneLine.of(null));
    }

    /** Persian and Indic words, emoji of several, hyphenation, Arabic numbers. */
    @Test
    void leavesWhatJoinsOrPartsLettersAsItIs() {
        for (String text : new String[] {
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0915\u094d\u200d\u0937",
            "\ud83d\udc69\u200d\ud83d\udcbb",
            "bal\u00adancer",
            "\u0600\u0661"
        }) {
            assertSame(text, OneLine.of(text));
        }
    }

    @Test
    void escapesWhatEndsALineOrCommandsATerminal() {
        assertEquals("a\\u000ab\\u000d c", OneLine.of("a\nb\r\tc"));
        assertEquals("\\u001b[2J\\u009b1m\\u007f\\u0000", OneLine.of("\u001b[2J\u009b1m\u007f\0"));
        assertEquals("\\u2028\\u202e\\u2066", OneLine.of("\u2028\u202e\u2066"), "ends and turns of lines");
        assertEquals(
                "\\u061c\\u200e\\u200f\\u202a\\u2069\\ufeff",
                OneLine.of("\u061c\u200e\u200f\u202a\u2069\ufeff"),
                "hidden marks");
    }

    @Test
    void cutsWhatIsLong() {
        assertEquals("x".repeat(300), OneLine.cut("x".repeat(300)));
        assertEquals("x".repeat(300) + "...", OneLine.cut("x".repeat(301)));
    }

    @Test
    void saysOfAnExceptionWithoutAMessageWhatItIs() {
        assertEquals("EOFException", OneLine.reason(new EOFException()));
        assertEquals("EOFException", OneLine.reason(new EOFException(" ")));
        assertEquals("gone\\u000a", OneLine.reason(new IOException("gone\n")));
    }
}
