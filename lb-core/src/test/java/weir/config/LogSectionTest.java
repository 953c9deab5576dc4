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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "status>>5|\">\" at character 8, accepted: a number",
                "status>|its end, accepted: a number",
                "status>x|\"x\" at character 8, accepted: a number",
                "status 500|\"500\" at character 8, accepted: one of = != < <= > >=",
                "statsu=5|\"statsu\" at character 1, accepted: one of status, time, bytes, request_bytes, retries, end, "
                        + "method, listener, pool, backend, route, not or (; did you mean \"status\"?",
                "time>5|\"5\" at character 6, accepted: a duration, such as 250ms, 5s, 2m",
                "end=serve|\"serve\" at character 5, accepted: a way to end, such as served; did you mean \"served\"?",
                "pool=ap|\"ap\" at character 6, accepted: a pool, such as app; did you mean \"app\"?",
                "status=1 or not listener!=wb|\"wb\" at character 27, accepted: a listener, such as web; did you mean \"web\"?",
                "end>served|\">\" at character 4, accepted: one of = !=",
                "status=1 or|its end, accepted: one of status",
                "status=1 status=2|\"status\" at character 10, accepted: and, or, or the end",
                "(status=1|its end, accepted: and, or, or )",
                "status=1 && time>1s|\"&&\" at character 10, accepted: and, or, or the end",
                "pool='a|\"'\" at character 6, accepted: a comparison such as status>=500",
            })
    void saysWhatIsWrongWithACondition(String only, String message) {
        Reads.expectProblem("weir.yaml:1: log.only: found " + message, Sample.with("log.only", '"' + only + '"'));
    }

    @Test
    void aConditionHasItsBounds() {
        for (String only :
                List.of("(".repeat(40) + "status=1" + ")".repeat(40), "status=1 or ".repeat(90) + "status=1")) {
            assertEquals(
                    1, Reads.problems(Sample.with("log.only", '"' + only + '"')).size());
        }
    }

    @Test
    void readsSampleKeepAndAttempts() {
        final AccessLog log = Reads.configuration(
                        Sample.with("log", "{access: a, sample: 0.5%, keep: none, attempts: true}"))
                .accessLog();
        assertEquals(0.005, log.selection().sample());
        assertEquals(null, log.selection().keep());
        assertTrue(log.attempts());
    }

    @Test
    void warnsOfWhatHasNoEffect() {
        assertEquals(
                List.of(
                        "weir.yaml:1: log.attempts: warning: format common has no place for them, so this has no effect",
                        "weir.yaml:1: log.keep: warning: without sample all lines are kept, so this has no effect"),
                Reads.warnings(Reads.result(
                        Sample.with("log", "{access: a, format: common, attempts: true, keep: status=1}"))));
    }

    @Test
    void warnsOfWhatIsSaidOfNoLog() {
        final String warning = "weir.yaml:1: log.%s: warning: there is no access log, so this has no effect";
        assertEquals(
                List.of(
                        warning.formatted("queue"),
                        warning.formatted("only"),
                        warning.formatted("sample"),
                        warning.formatted("attempts")),
                Reads.warnings(Reads.result(
                        Sample.with("log", "{access: none, queue: 100, only: status=1, sample: 1%, attempts: true}"))));
    }

    @Test
    void takesAPattern() {
        final AccessLog log = Reads.configuration(Sample.with("log.format", "'{client} {header:X-A} {{'"))
                .accessLog();
        assertEquals(AccessLog.Format.PATTERN, log.format());
        assertEquals("{client} {header:x-a} {{", log.pattern().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{statsu}|found the placeholder {statsu}, accepted: one of client, ",
                "{client|found a { without its }, accepted: ",
                "{client} \u00e9|found another character, or more than 1000, accepted: a pattern of visible ASCII",
                "{client}\\n|found another character",
                "{header:a}{header:b}{header:c}{header:d}{header:e}{header:f}{header:g}{header:h}{header:i}|found a pattern "
                        + "with more fields, accepted: at most 8 placeholders",
            })
    void saysWhatIsWrongWithAPattern(String pattern, String message) {
        Reads.expectProblem("weir.yaml:1: log.format: " + message, Sample.with("log.format", '"' + pattern + '"'));
    }

    @Test
    void refusesAPatternThatMakesOneValueTooLongALine() {
        assertEquals(
                List.of("weir.yaml:1: log.format: found a pattern whose lines may have 38912 bytes, accepted: at most "
                        + "36864, as values may need four for each of theirs"),
                Reads.problems(Sample.with("log.format", '"' + "{header:a}".repeat(19) + '"')));
        assertEquals(
                List.of(),
                Reads.warnings(Reads.result(Sample.with("log.format", '"' + "{header:a}".repeat(18) + '"'))));
    }

    @Test
    void takesMoreFields() {
        final AccessLog log = Reads.configuration(
                        Sample.with("log", "{access: a, fields: [route, 'header:User-Agent'], only: route=api}"))
                .accessLog();
        assertEquals(
                List.of("route", "header:user-agent"),
                log.fields().stream().map(part -> part.word()).toList());
        assertEquals(2, log.captured().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "status|found \"status\", which each line has, accepted: a placeholder without its braces",
                "rout|found the placeholder {rout}, accepted: one of client",
                "'{route}'|found \"{route}\", accepted: a placeholder without its braces, such as route",
            })
    void refusesAFieldThatIsNone(String field, String message) {
        Reads.expectProblem("weir.yaml:1: log.fields[0]: " + message, Sample.with("log.fields", "[" + field + "]"));
    }

    @Test
    void warnsOfFieldsWithoutAPlace() {
        assertEquals(
                List.of("weir.yaml:1: log.fields: warning: format common has no place for them, so this has no effect"),
                Reads.warnings(Reads.result(Sample.with("log", "{access: a, format: common, fields: [route]}"))));
    }
}
