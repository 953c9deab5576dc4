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
