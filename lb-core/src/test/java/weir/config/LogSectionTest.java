package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.AccessLog;
import weir.model.Syslog;

class LogSectionTest {
    private static AccessLog read(String access) {
        return Reads.configuration(Sample.with("log.access", access)).accessLog();
    }

    @Test
    void takesADashForStandardOutput() {
        assertTrue(read("'-'").isStdout());
        assertTrue(read("'-'").isOn());
        assertFalse(read("./-").isStdout());
        assertEquals(Path.of("a.log"), read("a.log").file());
        assertFalse(read("none").isOn());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"' '|\" \"", "[a]|a list", "~|nothing", "{a: b}|a map"})
    void namesTheDashWhereItRefusesAnotherValue(String value, String found) {
        assertEquals(
                List.of("weir.yaml:1: log.access: found " + found
                        + ", accepted: none, - for standard output, the path of a file, or syslog:udp:host:port, "
                        + "syslog:tcp:host:port, or syslog:unix: and the absolute path of a socket"),
                Reads.problems(Sample.with("log.access", value)));
    }

    @ParameterizedTest
    @CsvSource({
        "syslog:udp:10.0.0.1:514",
        "syslog:tcp:[::1]:601",
        "syslog:tcp:logs.internal:601",
        "syslog:unix:/run/log"
    })
    void takesASyslogServer(String value) {
        final AccessLog log = read("'" + value + "'");
        assertEquals(value, log.target());
        assertTrue(log.isOn());
        assertEquals(23 * 8 + 6, log.syslog().priority());
        assertEquals("weir", log.syslog().appName());
    }

    @Test
    void takesWhatItsMessagesSay() {
        final Syslog syslog = Reads.configuration(Sample.with(
                        "log",
                        "{access: 'syslog:udp:h:514', syslog: {facility: local0, severity: err, app-name: edge}}"))
                .accessLog()
                .syslog();
        assertEquals(16 * 8 + 3, syslog.priority());
        assertEquals("edge", syslog.appName());
    }

    @ParameterizedTest
    @CsvSource({
        "syslog:udp:h",
        "syslog:udp:h:0",
        "syslog:tcp:h:65536",
        "syslog:unix:run/log",
        "syslog:/dev/log",
        "syslog:tls:h:1"
    })
    void refusesASyslogServerThatIsNone(String value) {
        assertEquals(
                List.of("weir.yaml:1: log.access: found \"" + value + "\", accepted: syslog:udp:host:port, "
                        + "syslog:tcp:host:port, or syslog:unix: and the absolute path of a socket"),
                Reads.problems(Sample.with("log.access", "'" + value + "'")));
    }

    @Test
    void warnsWhereWordsOfSyslogHaveNoEffect() {
        assertEquals(
                List.of("weir.yaml:1: log.syslog: warning: access does not lead to syslog, so this has no effect"),
                Reads.warnings(Reads.result(Sample.with("log", "{access: a, syslog: {facility: mail}}"))));
    }

    @Test
    void theQueueHasItsBounds() {
        assertEquals(
                1_000,
                Reads.configuration(Sample.with("log.queue", "1000"))
                        .accessLog()
                        .queue());
        assertEquals(
                List.of("weir.yaml:1: log.queue: found \"8\", accepted: auto or a number from 16 to 1048576"),
                Reads.problems(Sample.with("log.queue", "8")));
    }
}
