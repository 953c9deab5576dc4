package weir.bench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Map<String, String> VALUES =
            Map.of("DIR", "/tmp/x", "PORT", "8080", "ORIGIN", "127.0.0.1:9001", "CONFIG", "/tmp/x/c");

    @Test
    void fillsInWords() {
        assertEquals("listen 8080; $host", Template.fill("listen @PORT@; $host", VALUES));
    }

    @Test
    void repeatsALineForEach() {
        final String text = Template.fill("# lines with @EACH@\na\nlocation /@EACH@/ { x @PORT@ }\nb\n", VALUES);
        assertEquals(1003, text.lines().count());
        assertTrue(text.startsWith("# lines with EACH\na\nlocation /000/ { x 8080 }\n"), text.substring(0, 60));
        assertTrue(text.endsWith("location /999/ { x 8080 }\nb\n"));
    }

    @Test
    void refusesAWordWithoutValue() {
        assertThrows(IllegalArgumentException.class, () -> Template.fill("@POTR@", VALUES));
    }

    @Test
    void answersWithABodyOf131Bytes() throws IOException {
        final Matcher body = Pattern.compile("return 200 \"(.*)\";").matcher(Template.read("origin.conf"));
        assertTrue(body.find());
        assertEquals(131, body.group(1).length());
    }
}
