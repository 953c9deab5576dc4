package weir.buf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.testkit.Wire;

class AsciiTest {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~"; // RFC 9110 §5.6.2

    @Test
    void knowsTokensAndTheirLetters() {
        for (int c = 0; c < 256; c++) {
            final boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            final boolean isLetterOrDigit = isLetter || c >= '0' && c <= '9';
            final boolean isToken = isLetterOrDigit || TOKEN_MARKS.indexOf(c) >= 0;
            assertEquals(isToken, Ascii.isToken((byte) c), "byte " + c);
            assertEquals(isLetterOrDigit, Ascii.isLetterOrDigit((byte) c), "byte " + c);
        }
    }

    @Test
    void lowersLettersOnly() {
        for (int c = 0; c < 256; c++) {
            final int expected = c >= 'A' && c <= 'Z' ? c + 32 : c;
            assertEquals((byte) expected, Ascii.lower((byte) c), "byte " + c);
        }
    }

    @Test
    void readsHexadecimalAndDecimalDigits() {
        for (int c = 0; c < 256; c++) {
            assertEquals(c < 128 ? Character.digit(c, 16) : -1, Ascii.hexValue((byte) c), "byte " + c);
            assertEquals(c < 128 && Character.digit(c, 10) >= 0, Ascii.isDigit((byte) c), "byte " + c);
        }
    }

    @ParameterizedTest
    @CsvSource({"Host, host, true", "HOST, host, true", "hos, host, false", "hosts, host, false", "h@st, h`st, false"})
    void comparesWithoutCase(String text, String lowerCase, boolean isSame) {
        final int to = 3 + text.length();
        assertEquals(isSame, Ascii.equalsIgnoreCase(Wire.directAt(3, text), 3, to, Ascii.bytes(lowerCase)));
    }

    @ParameterizedTest
    @CsvSource({"' \t a ', 3, 4", "'a', 0, 1", "' a b', 1, 4", "' \t ', 3, 0", "'', 0, 0"})
    void findsWhatStandsBetweenBlanks(String text, int start, int end) {
        final ByteBuffer in = Wire.directAt(2, text);
        final int to = 2 + text.length();
        assertEquals(2 + start, Ascii.skipBlanks(in, 2, to));
        assertEquals(2 + end, Ascii.endWithoutBlanks(in, 2, to));
    }

    @Test
    void findsTheFirstOfItsKind() {
        final ByteBuffer in = Wire.direct("a=b; c=d;");
        assertEquals(3, Ascii.indexOf(in, 0, 9, ';'));
        assertEquals(8, Ascii.indexOf(in, 4, 9, ';'));
        assertEquals(8, Ascii.indexOf(in, 4, 8, ';'), "the end where there is none");
        assertEquals(9, Ascii.indexOf(in, 9, 9, ';'));
    }

    @Test
    void comparesBeginningsExactly() {
        assertTrue(Ascii.startsWith(Wire.directAt(2, "GET /"), 2, Ascii.bytes("GET")));
        assertFalse(Ascii.startsWith(Wire.directAt(2, "gET /"), 2, Ascii.bytes("GET")));
    }

    @Test
    void givesTheTextOfARange() {
        assertEquals("caf\u00e9", Ascii.text(Wire.direct("a caf\u00e9!"), 2, 6));
    }
}
