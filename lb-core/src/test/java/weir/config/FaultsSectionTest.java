package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Faults;

/** {@code faults} of a route, as the file says it. */
class FaultsSectionTest {
    private static String with(String faults) {
        return Sample.with("listeners.web.routes", "[{path: /a, pool: app, faults: " + faults + "}]");
    }

    private static Faults read(String faults) {
        return Reads.configuration(with(faults))
                .listeners()
                .get(0)
                .routes()
                .get(0)
                .policy()
                .faults();
    }

    @Test
    void readsThem() {
        assertEquals(
                Faults.NONE.withDelay(0.01, 200).withAbort(0.025, 500),
                read("{delay: {share: 1%, time: 200ms}, abort: {share: 2.5%, status: 500}}"));
        assertEquals(Faults.NONE.withAbort(1, 503), read("{abort: {share: 100%}}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; ''; neither delay nor abort; at least one of the two",
                "{delay: {share: 1%}}; .delay.time; nothing; a duration from 0ms to 10m",
                "{delay: {share: 0.1, time: 1s}}; .delay.share; '\"0.1\"'; a percentage from 0% to 100%",
                "{abort: {share: 1%, status: 200}}; .abort.status; '\"200\"'; a number from 400 to 599",
                "{abort: {}}; .abort.share; nothing; a percentage from 0% to 100%",
            })
    void saysWhatIsWrong(String faults, String path, String found, String accepted) {
        Reads.expectProblem(
                "weir.yaml:1: listeners.web.routes[0].faults" + path + ": found " + found + ", accepted: " + accepted,
                with(faults));
    }

    @Test
    void aDelayNeedsABackend() {
        assertEquals(
                List.of("weir.yaml:1: listeners.web.routes[0].faults: found a delay where Weir itself answers,"
                        + " accepted: it with a pool, or abort"),
                Reads.problems(Sample.with(
                        "listeners.web.routes", "[{path: /a, redirect: /b, faults: {delay: {share: 1%, time: 1s}}}]")));
    }

    @Test
    void needsHttp() {
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.routes[0].faults: found faults with sni, accepted: it with HTTP only"),
                Reads.problems(Sample.with(
                        "listeners.web",
                        "{bind: 8080, mode: tcp, routes: [{sni: a, pool: app, faults: {abort: {share: 1%}}}]}")));
    }
}
