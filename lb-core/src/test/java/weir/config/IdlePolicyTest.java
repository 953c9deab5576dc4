package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be read and then never done. */
class IdlePolicyTest {
    private static final String HEADERS = "request-headers: {set: {X-A: b}}";
    private static final String LIMIT = "rate-limits: [{key: client, rate: 1/s}]";

    private static List<String> warnings(String listener) {
        return Reads.warnings(Reads.result(Sample.with("listeners.web", "{" + listener + "}"))).stream()
                .filter(warning -> !warning.contains("pools.app"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bind: 8080, mode: redirect, pool: app, HEADERS; ''; with mode: redirect; request-headers have",
                "bind: 8080, mode: ask, pool: app, HEADERS; ''; with mode: ask; request-headers have",
                "bind: 8080, mode: https-redirect, HEADERS; ''; with mode: https-redirect; request-headers have",
                "bind: 8080, mode: ask, routes: [{path: /a, HEADERS, pool: app}]; .routes[0]; with mode: ask; request-headers have",
                "bind: 8080, mode: redirect, routes: [{path: /a, rewrite: {host: b}, pool: app}]; .routes[0]; with mode: redirect; rewrite has",
            })
    void warnsOfRequestsThatAreNotPassedOn(String listener, String path, String which, String what) {
        assertEquals(
                List.of("weir.yaml:1: listeners.web" + path + ": warning: no request " + which + " is passed on, so "
                        + what + " no effect"),
                warnings(listener.replace("HEADERS", HEADERS)));
    }

    @Test
    void warnsOfClientsWithoutAddress() {
        final String warning =
                ": warning: clients of a Unix socket have no address, so a limit with the key client counts "
                        + "none of them; write trusted: [unix] if a proxy names them";
        assertEquals(
                List.of("weir.yaml:1: listeners.web" + warning), warnings("bind: 'unix:/run/a', pool: app, " + LIMIT));
        assertEquals(
                List.of("weir.yaml:1: listeners.web.routes[0]" + warning),
                warnings("bind: 'unix:/run/a', routes: [{path: /a, pool: app, " + LIMIT + "}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bind: 8080, pool: app, HEADERS, LIMIT",
                "bind: 8080, mode: https-redirect, routes: [{path: /a, pool: app}], HEADERS",
                "bind: 8080, mode: ask, pool: app, LIMIT",
                "bind: 'unix:/run/a', trusted: [unix], pool: app, LIMIT",
                "bind: 'unix:/run/a', pool: app, rate-limits: [{key: all, rate: 1/s}]",
            })
    void isSilentAboutWhatIsDone(String listener) {
        assertEquals(List.of(), warnings(listener.replace("HEADERS", HEADERS).replace("LIMIT", LIMIT)));
    }
}
