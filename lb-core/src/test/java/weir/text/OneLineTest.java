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

    @Test
    void escapesWhatEndsALineOrCommandsATerminal() {
        assertEquals("a\\u000ab\\u000d\\u0009", OneLine.of("a\nb\r\t"));
        assertEquals("\\u001b[2J\\u009b1m\\u007f\\u0000", OneLine.of("\u001b[2J\u009b1m\u007f\0"));
        assertEquals("\\u2028\\u202e\\u2066", OneLine.of("\u2028\u202e\u2066"), "ends and turns of lines");
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
