package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.Backend;

class CheckAddressConfigTest {
    private static ConfigResult read(String more) {
        return ConfigText.read("test", """
                listeners: {web: {bind: 127.0.0.1:0, pool: app}}
                pools: {app: {backends: [{address: 127.0.0.2:80%s}]}}
                """.formatted(more));
    }

    private static Backend backend(String more) {
        return assertInstanceOf(ConfigResult.Loaded.class, read(more))
                .configuration()
                .pools()
                .get(0)
                .backends()
                .get(0);
    }

    @Test
    void isWhereThePoolSaysUnlessTheBackendSaysOtherwise() {
        assertNull(backend("").checkAddress());
    }

    @ParameterizedTest
    @CsvSource({"81, 127.0.0.2, 81", "127.0.0.3:82, 127.0.0.3, 82"})
    void isAPortOfTheSameHostOrAnotherAddress(String text, String host, int port) {
        assertEquals(
                new InetSocketAddress(host, port), backend(", check: " + text).checkAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "host", "'127.0.0.1:0'", "[81]", "-1"})
    void refusesWhatIsNeither(String text) {
        final ConfigProblem problem = assertInstanceOf(ConfigResult.Refused.class, read(", check: " + text))
                .problems()
                .get(0);
        assertEquals("pools.app.backends[0].check", problem.path());
        assertTrue(problem.accepted().startsWith("a port, or host:port"), problem::text);
    }
}
