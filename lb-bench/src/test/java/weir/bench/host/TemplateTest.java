package weir.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"origin.conf", "nginx.conf", "haproxy.cfg", "weir.yaml"})
    void knowsEveryWordOfEveryPeer(String name) throws IOException {
        final String filled = Template.fill(Template.read(name), VALUES);
        assertFalse(filled.matches("(?s).*@[A-Z]+@.*"), filled);
    }

    @Test
    void answersWithABodyOf131Bytes() throws IOException {
        final Matcher body = Pattern.compile("return 200 \"(.*)\";").matcher(Template.read("origin.conf"));
        assertTrue(body.find());
        assertEquals(131, body.group(1).length());
    }
}
