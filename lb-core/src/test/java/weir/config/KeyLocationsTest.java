package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A good key in the wrong place is told where it belongs. */
class KeyLocationsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pools.app.health.backup | \"backup\" is a key of pools.app.backends[]",
                "pools.app.health.timeouts | \"timeouts\" is a key of pools.app: indent it less",
                "pools.app.timeouts.loops | \"loops\" is a key of the file itself: indent it less",
                "listeners.web.limits.pool | \"pool\" is a key of listeners.web: indent it less",
                "listeners.web.pools | \"pools\" is a key of the file itself: indent it less",
                "pools.app.interval | \"interval\" is a key of pools.app.health: indent it more, below that",
                "pools.app.connect | \"connect\" is a key of pools.app.timeouts: indent it more, below that",
                "listeners.web.path | \"path\" is a key of listeners.web.routes[]: indent it more, below that",
                "bind | \"bind\" is a key of admin: indent it more, below that",
                "hsts | \"hsts\" is a key of listeners.<name>.tls: indent it more, below that",
                "listeners.web.retry | \"retry\" is a key of listeners.web.routes[]: indent it more, below that",
                "listeners.web.balance | \"balance\" is a key of pools.<name>",
                "listeners.web.pol | did you mean \"pool\"?",
            })
    void saysWhereAKeyBelongs(String path, String hint) {
        final List<String> problems = Reads.problems(Sample.with(path, "1"));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).endsWith("; " + hint), problems::toString);
    }

    @Test
    void saysWhenTheNameOfAPoolOrListenerIsMissing() {
        final String text = """
                listeners: {bind: 8080, pool: app}
                pools:
                  app:
                    backends: [127.0.0.1:9001]
                  health:
                    type: http
                """;
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners: found \"bind\", which is a key of listeners.<name>, accepted: names; "
                                + "indent \"bind\" more, below one of them",
                        "weir.yaml:1: listeners: found \"pool\", which is a key of listeners.<name>, accepted: names; "
                                + "indent \"pool\" more, below one of them",
                        "weir.yaml:5: pools: found \"health\", which is a key of pools.<name>, accepted: names; "
                                + "indent \"health\" more, below one of them"),
                Reads.problems(text));
    }

    @Test
    void takesAKeyForANameWhereOneIsMeant() {
        final String text = """
                listeners: {tls: {bind: 8080, pool: health}}
                pools: {health: {backends: [127.0.0.1:9001]}}
                """;
        assertEquals(List.of(), Reads.problems(text));
        assertEquals(List.of(), Reads.warnings(text));
    }

    @Test
    void knowsNothingOfOtherFiles() {
        final List<String> problems = Reads.problems("{addr: ':1', servers: [{addr: '127.0.0.1:1', backup: true}]}");
        assertEquals(
                List.of("weir.yaml:1: servers[0]: found unknown key \"backup\", accepted: one of addr, weigth, weight"),
                problems);
    }
}
