package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.Wire;

class AuthorityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.b-c_d~e",
                "example.com.",
                "EXAMPLE.com:80",
                "127.0.0.1:65535",
                "a:",
                "a:0",
                "a:00080",
                "[::1]",
                "[2001:DB8::1]:8080",
                "[::ffff:192.0.2.1]",
                "xn--caf-dma.example",
                "a%20b",
                "%41",
                "a!$&'()*+;=b"
            })
    void acceptsHostsWithAnOptionalPort(String text) {
        assertTrue(isValid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a:b",
                "a:80:80",
                "a:65536",
                "a:000080",
                "a:-1",
                "a:+1",
                "a: 80",
                "a b",
                " a",
                "a,b",
                "a@b",
                "a:b@c",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "a\"b",
                "<a>",
                "a^b",
                "a`b",
                "a{b}",
                "a|b",
                "caf\u00e9",
                "a\0",
                "%",
                "a%4",
                "a%4x",
                "a%%41",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1]a",
                "[::1]:x",
                "[g::1]",
                "[::1%25eth0]",
                "]"
            })
    void refusesEverythingElse(String text) {
        assertFalse(isValid(text));
    }

    @Test
    void takesTheLongestNameAndNotOneByteMore() {
        assertTrue(isValid("a".repeat(Authority.BYTES_MAX)));
        assertFalse(isValid("a".repeat(Authority.BYTES_MAX + 1)));
    }

    @ParameterizedTest
    @CsvSource({"a.b, 3", "a.b:80, 3", "[::1]:80, 5", "[::1], 5", ":80, 0", "[x], 0"})
    void findsTheEndOfTheHost(String text, int hostBytes) {
        assertEquals(2 + hostBytes, Authority.hostEnd(Wire.directAt(2, text), 2, 2 + text.length()));
    }

    @ParameterizedTest
    @CsvSource({
        "a.B:80, A.b:80, true",
        "a, b, false",
        "a-, a.b, false",
        "a, a:80, true",
        "a:, a:80, true",
        "a:, a, true",
        "a:080, a, true",
        "a, a:8080, false",
        "a:81, a:80, false",
        "[::A]:81, [::a]:81, true",
        "[::1], [::2], false"
    })
    void comparesWithoutCaseAndWithTheDefaultPort(String one, String other, boolean isSame) {
        final int middle = one.length();
        final int end = middle + other.length();
        assertEquals(isSame, Authority.same(Wire.direct(one + other), 0, middle, middle, end, 80));
    }

    private static boolean isValid(String text) {
        return Authority.isValid(Wire.directAt(3, text + "x"), 3, 3 + text.length());
    }
}
