package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.CheckTls;
import weir.model.HealthCheck;

class CheckFieldsTest {
    private static String file(String health) {
        return "listeners:\n  web: {bind: 8080, pool: app}\npools:\n  app: {backends: [127.0.0.1:9001], health: {type: http, "
                + health + "}}\n";
    }

    private static HealthCheck health(String keys) {
        return Reads.configuration(file(keys)).pools().get(0).health();
    }

    @Test
    void takesFieldsAndKeepsTheirOrder() {
        assertEquals(
                "Authorization: Bearer s3cret\r\nX-A: 1\r\n",
                health("headers: {Authorization: Bearer s3cret, X-A: 1}")
                        .http()
                        .fields()
                        .lines());
        assertEquals("", health("path: /").http().fields().lines());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "headers: {Authorization: \"s3cret\\r\\nX: y\"}",
                "headers: {Authorization: \"s3cr\\u00e9t\"}",
                "headers: {Authorization: [s3cret]}",
                "headers: {Host: s3cret}",
                "headers: {content-length: s3cret}",
                "headers: {'A B': s3cret}",
                "headers: [s3cret]",
                "headers: s3cret",
                "headers: {}"
            })
    void refusesWhatWouldBeAnotherRequestAndSaysNoValue(String keys) {
        final List<String> problems = Reads.problems(file(keys));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains("pools.app.health.headers"), problems::toString);
        assertFalse(problems.get(0).contains("s3cr"), problems::toString);
    }

    @Test
    void tlsOfChecksIsAsThatOfRequestsUnlessTheFileSaysSo() {
        assertEquals(CheckTls.DEFAULTS, health("path: /").tls());
        assertEquals(
                new CheckTls(CheckTls.Mode.ON, null, "a_b.test"),
                health("tls: true, server-name: a_b.test").tls());
        assertFalse(health("tls: false").tls().isOn(true));
        assertFalse(CheckTls.DEFAULTS.isOn(false));
        assertTrue(health("tls: true").tls().isOn(false));
    }
}
