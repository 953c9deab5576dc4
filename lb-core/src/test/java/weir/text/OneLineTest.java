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

    /** Signs of vowels, accents that are characters of their own, and what is private to some font. */
    @Test
    void leavesMarksOfAllScriptsAsTheyAre() {
        final String text = "\u0939\u093f\u0928\u094d\u0926\u0940 e\u0301 \ue000";
        assertSame(text, OneLine.of(text));
    }

    @Test
    void showsWhatCannotBeSeen() {
        assertEquals("\\u200b\\u200c\\u200d\\u2060\\u00ad", OneLine.of("\u200b\u200c\u200d\u2060\u00ad"));
        assertEquals("mode:\\u00a0tcp\\u3000", OneLine.of("mode:\u00a0tcp\u3000"), "spaces of another kind");
        assertEquals("a\\udb40\\udc41", OneLine.of("a\udb40\udc41"), "a tag, which takes two chars");
        assertEquals("a\\ud83db", OneLine.of("a\ud83db"), "half a character");
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
    void joinsLinesByOneBlankAndLeavesTheRest() {
        assertEquals("one two  three", OneLine.joined(" one \r\n\t two  three\n"));
        assertEquals("a\u001bb\tc", OneLine.joined("a\u001bb\tc"));
    }

    @Test
    void cutsWhatIsLong() {
        assertEquals("x".repeat(300), OneLine.cut("x".repeat(300)));
        assertEquals("x".repeat(300) + "...", OneLine.cut("x".repeat(301)));
    }

    @Test
    void cutsNoCharacterInHalf() {
        assertEquals("ab\ud83d\ude00...", OneLine.cut("ab\ud83d\ude00c", 4));
        assertEquals("ab...", OneLine.cut("ab\ud83d\ude00c", 3));
    }

    @Test
    void saysOfAnExceptionWithoutAMessageWhatItIs() {
        assertEquals("EOFException", OneLine.reason(new EOFException()));
        assertEquals("EOFException", OneLine.reason(new EOFException(" ")));
        assertEquals("gone\\u000a", OneLine.reason(new IOException("gone\n")));
    }
}
