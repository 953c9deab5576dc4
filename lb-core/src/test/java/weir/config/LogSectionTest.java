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
                        + ", accepted: none, - for standard output, or the path of a file"),
                Reads.problems(Sample.with("log.access", value)));
    }
}
