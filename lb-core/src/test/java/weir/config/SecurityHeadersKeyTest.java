package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import weir.model.Configuration;
import weir.model.SecurityHeaders;

/** {@code security-headers}, on each level. */
class SecurityHeadersKeyTest {
    @Test
    void isSaidOnEachLevel() {
        final Configuration read = Reads.configuration(
                Sample.with(
                        "listeners.web",
                        "{bind: 8080, pool: app, security-headers: on, routes: [{path: /a, pool: app, security-headers: off}, {path: /b, pool: app}]}"));
        assertEquals(
                SecurityHeaders.ON, read.listeners().get(0).policy().access().securityHeaders());
        assertEquals(
                List.of(SecurityHeaders.OFF, SecurityHeaders.UNSAID),
                read.listeners().get(0).routes().stream()
                        .map(route -> route.policy().access().securityHeaders())
                        .toList());
        assertEquals(
                SecurityHeaders.ON,
                Reads.configuration(Sample.with("pools.app", "{backends: [127.0.0.1:9001], security-headers: on}"))
                        .pools()
                        .get(0)
                        .policy()
                        .access()
                        .securityHeaders());
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                List.of("weir.yaml:1: listeners.web.security-headers: found \"strict\", accepted: one of on, off"),
                Reads.problems(Sample.with("listeners.web.security-headers", "strict")));
        assertEquals(
                List.of("weir.yaml:1: pools.app.security-headers: found \"off\", accepted: on"),
                Reads.problems(Sample.with("pools.app", "{backends: [127.0.0.1:9001], security-headers: off}")));
        assertEquals(
                List.of("weir.yaml:1: listeners.web.security-headers: found security-headers with mode: tcp,"
                        + " accepted: it with mode: http only"),
                Reads.problems(
                        Sample.with("listeners.web", "{bind: 8080, mode: tcp, pool: app, security-headers: on}")));
    }
}
