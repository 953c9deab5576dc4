package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake is told once: nothing is said of what only follows from it. */
class FollowUpTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "listeners.web.pool | ap",
                "listeners.web | {bind: 8080, mode: tcp, pool: ap}",
                "listeners.web | {bind: 8080, proxy_pass: app}",
                "listeners.web | {bind: 8080, rutes: [{path: /, pool: app}]}",
                "listeners.web | {listen: 8080, pool: app}",
                "pools.app.backends | [{addr: '127.0.0.1:1'}]",
                "pools.app | {servers: ['127.0.0.1:1']}",
                "listeners.web.routes | [{host: 'a b', pool: app}, {path: /x, pool: app}, {host: c, pool: app}]",
                "listeners.web.routes | [{host: 'a b', path: /x, pool: app}, {path: /x, pool: app}]",
                "listeners.web.routes | [{hots: a, path: /x, pool: app}, {path: /x, pool: app}]",
                "listeners.web | {bind: 8080, pol: app, routes: [{path: /, pool: app}]}",
                "listeners.web | {bind: 8080, pool: app, mode: tpc, routes: [{sni: a.b, pool: app}]}",
                "listeners.web | {bind: 8080, mode: https-redirekt, status: 301, https-port: 8443}",
                "listeners.web | {bind: 8080, pool: app, mode: redirct, status: 302}",
                "listeners.web | {bind: 8080, pool: app, mode: tcp, limits: {hed: 1KiB}}",
                "pools.app.backends | [{address: 127.0.0.1, weight: 3}, {address: '127.0.0.1:1', weight: 0}]",
                "pools.app.backends | [{address: 127.0.0.1}, {address: '127.0.0.1:1', backup: true}]",
                "pools.app | {backends: [{address: '127.0.0.1:1', max-connections: 0}], queue: {length: 3}}",
                "pools.app.health | {type: htpp, path: /health}",
                "pools.app.health | {interval: 2x, timeout: 5s}",
                "pools.app.health | {interval: 5, timeout: 5s}",
                "pools.app.health.passive | {ejection: 1x, ejection-max: 5s}",
                "pools.app.balance | {algorithm: ring-hsh, key: uri, bounded-load: 1.5}",
                "pools.app.sticky | {cookie: __Secure-a, secure: yes, same-site: none}",
                "pools.app.sticky | {cookie: __Host-a, secure: true, path: x}",
                "admin | {bind: 99999}",
                "state-file | ''",
                "pools | {other: {backends: ['127.0.0.1:1']}}",
            })
    void saysNothingOfWhatOnlyFollows(String path, String value) {
        final ConfigResult result = Reads.result(Sample.with(path, value));
        assertEquals(
                1, Reads.problems(result).size(), () -> Reads.problems(result).toString());
        assertEquals(List.of(), Reads.warnings(result));
    }

    @Test
    void missesNoSectionThatStandsThereInOtherWords() {
        final List<String> problems = Reads.problems("{upstream: {app: {}}, entryPoints: {}}");
        assertEquals(2, problems.size(), problems::toString);
    }

    @Test
    void stillWarnsOfWhatStandsByItself() {
        final ConfigResult result = Reads.result("""
                listeners: {web: {bind: 8080, pool: ap}}
                pools: {app: {backends: [127.0.0.1:9001], health: {path: /x, timeout: 9s}}}
                """);
        assertEquals(1, Reads.problems(result).size());
        assertEquals(
                2, Reads.warnings(result).size(), () -> Reads.warnings(result).toString());
    }

    @Test
    void doesNotMissTheAdminApiThatHasAProblem() {
        final ConfigResult result = Reads.result(Sample.SHORTEST + "state-file: s.json\nadmin: {bind: x}\n");
        assertEquals(1, Reads.problems(result).size());
        assertEquals(List.of(), Reads.warnings(result));
        assertTrue(
                Reads.warnings(Sample.SHORTEST + "state-file: s.json\n").get(0).contains("without admin"));
    }
}
