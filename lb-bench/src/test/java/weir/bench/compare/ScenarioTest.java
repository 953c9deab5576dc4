package weir.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.bench.host.Template;

class ScenarioTest {
    private static final Map<String, String> VALUES = Map.of(
            "DIR",
            "/tmp/x",
            "NAME",
            "x",
            "PORT",
            "8080",
            "ORIGIN",
            "127.0.0.1:9001",
            "SECOND",
            "127.0.0.1:9002",
            "THIRD",
            "127.0.0.1:9003",
            "CONNECTIONS",
            "8192",
            "STREAM",
            "",
            Peer.TLS_ENGINE,
            "auto");

    @Test
    void findsScenariosByTheirWords() {
        assertEquals(
                List.of(Scenario.BODY_1M, Scenario.KEEP_ALIVE_SMALL),
                ScenarioWord.parseAll(List.of("body-1m", "keep-alive-small", "body-1m")));
        assertEquals(Arrays.asList(Scenario.values()), ScenarioWord.parseAll(List.of("all")));
    }

    @Test
    void saysWhichWordsThereAre() {
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ScenarioWord.parse("faster"));
        assertTrue(e.getMessage().contains("faster, must be all or one of keep-alive-small, "), e.getMessage());
    }

    /** A word that nobody fills in would be measured as a strange peer. */
    @ParameterizedTest
    @EnumSource(Setting.class)
    void knowsEveryWordOfEveryPeer(Setting setting) throws IOException {
        for (String name : List.of("weir*.yaml", "nginx*.conf", "haproxy*.cfg")) {
            final String file = name.replace("*", setting.suffix());
            final String filled = Template.fill(Template.read(file), VALUES);
            assertFalse(filled.matches("(?s).*@[A-Z]+@.*"), filled);
            assertTrue(filled.contains("8080"), file + " listens where it is told to");
        }
    }

    /** What a scenario asks for is there, or made at the start. */
    @ParameterizedTest
    @EnumSource(value = Scenario.class, mode = EnumSource.Mode.EXCLUDE, names = "SLOW_BACKEND")
    void asksForWhatTheOriginHas(Scenario scenario) throws IOException {
        assertTrue(Template.read("origin.conf")
                .contains("location = " + scenario.traffic().path() + " {"));
    }

    @Test
    void tellsWhoWasTheLimit() {
        assertEquals("the proxy", Usage.limit(97, 80));
        assertEquals("client and origin", Usage.limit(70, 99));
        assertEquals("both cores", Usage.limit(96, 95));
        assertEquals("neither core", Usage.limit(20, 30));
    }
}
