package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.Seed;
import weir.testkit.Wire;

class PathReadingTest {
    private static final int BASE = 7;

    /** Null when there is more than one reading. */
    private static String read(String path) {
        final ByteBuffer in = Wire.directAt(BASE, path + "?behind");
        final int to = BASE + path.length();
        final int from = PathReading.normalise(in, BASE, to);
        assertEquals("?behind", Wire.text(in, to, in.capacity()));
        if (from == PathReading.AMBIGUOUS) {
            assertEquals(path, Wire.text(in, BASE, to), "nothing has changed");
            return null;
        }
        return Wire.text(in, from, to);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "/a/b.html",
                "/.well-known/x",
                "/a/.b",
                "/...",
                "/a/...",
                "/..a",
                "/a..",
                "/a/..b/",
                "*",
                "/a;x=1/b",
                "/a%20b",
                "/%C3%A4",
                "/a%3Bb",
                "/%25",
                "/a:b@c!$&'()*+,=",
                "/..%20",
                "/.a;..",
                "",
            })
    void leavesAPathWithOneSpellingAlone(String path) {
        assertEquals(path, read(path));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/%41, /A",
        "/%69nternal, /internal",
        "/%7euser/%7E, /~user/~",
        "/a%2Dz%5f%2e, /a-z_.",
        "/%30%39, /09",
        "/a%3ab, /a%3Ab",
        "/%c3%a4, /%C3%A4",
        "/%2541, /%2541",
        "/a%2e%2eb, /a..b",
        "/%2ehidden, /.hidden",
        "/%2e%2e%2e, /...",
        "/%61%3a%62/%7a, /a%3Ab/z",
    })
    void takesOneSpellingForAnother(String path, String same) {
        assertEquals(same, read(path));
        assertEquals(same, read(same), "what is normalised stays");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "//",
                "//a",
                "/a//",
                "/a//b",
                "///",
                "/.",
                "/..",
                "/./",
                "/../",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/%2e",
                "/%2e%2E/a",
                "/a/%2e./b",
                "/a/.%2e",
                "/..;/a",
                "/;",
                "/;x",
                "/;/admin",
                "/a/;x=1/b",
                "/a/%3Bx/b",
                "/a/..;x=1/b",
                "/a/.;",
                "/..%3B/a",
                "/%2e%2e%3bx/a",
                "/a%2Fb",
                "/a%2fb",
                "/%2F",
                "/a%5Cb",
                "/a%5cb",
                "/a\\b",
                "/\\",
                "/a%00",
                "/%00/a",
                "/a%00.html",
                "/%",
                "/a%",
                "/a%4",
                "/%4/",
                "/%zz",
                "/%4g",
                "/%%41",
                "/..\\a",
                "/a/..%2f..%2fb",
                "/%2e%2e%2fa",
            })
    void refusesAPathWithTwoReadings(String path) {
        assertEquals(null, read(path));
    }

    /** What is let through has, decoded once, the segments that it shows, and is its own normal form. */
    @Test
    void nothingHidesInWhatIsLetThrough() {
        final String[] pieces = {"/", ".", "..", "a", "%2e", "%2F", "%41", "%", "2", "f", ";", "\\", "%5c", "%00", "%3b"
        };
        Seed.forEach(77, 200, random -> {
            for (int i = 0; i < 500; i++) {
                final StringBuilder path = new StringBuilder("/");
                for (int j = random.nextInt(8); j > 0; j--) {
                    path.append(pieces[random.nextInt(pieces.length)]);
                }
                final String read = read(path.toString());
                if (read == null) {
                    continue;
                }
                assertEquals(read, read(read), path::toString);
                final String decoded = java.net.URLDecoder.decode(
                        read.replace("+", "%2B"), java.nio.charset.StandardCharsets.ISO_8859_1);
                final String[] shown = read.split("/", -1);
                final String[] meant = decoded.split("[/\\\\]", -1);
                assertEquals(shown.length, meant.length, path::toString);
                for (int s = 1; s < meant.length; s++) {
                    final String name = meant[s].replaceFirst(";.*", "");
                    assertEquals(
                            false,
                            name.equals(".") || name.equals("..") || name.isEmpty() && !meant[s].isEmpty(),
                            path::toString);
                    assertEquals(false, meant[s].isEmpty() && s < meant.length - 1, path::toString);
                }
            }
        });
    }
}
