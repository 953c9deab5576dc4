package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.model.Configuration;
import weir.model.HeaderRule;
import weir.model.HeaderRules;
import weir.model.Policy;
import weir.template.Template;

/** Header rules, as the file says them. */
class HeaderRulesSectionTest {
    private static final String SHORT = "{set: {X-A: 1}}";
    private static final HeaderRules READ = HeaderRules.of(rule(HeaderRule.Kind.SET, "X-A", "1"));

    private static HeaderRule rule(HeaderRule.Kind kind, String name, String value) {
        return new HeaderRule(kind, name, value == null ? null : Template.of(value));
    }

    @Test
    void readsThemInTheOrderInWhichTheyWork() {
        final Configuration read = Reads.configuration(Sample.with(
                "listeners.web.request-headers",
                "{default: {d: 'max-age=1, x'}, add: {c: 3}, set: {b: 2}, remove: [a, Server]}"));
        assertEquals(
                HeaderRules.of(
                        rule(HeaderRule.Kind.REMOVE, "a", null),
                        rule(HeaderRule.Kind.REMOVE, "Server", null),
                        rule(HeaderRule.Kind.SET, "b", "2"),
                        rule(HeaderRule.Kind.ADD, "c", "3"),
                        rule(HeaderRule.Kind.DEFAULT, "d", "max-age=1, x")),
                read.listeners().get(0).policy().requestHeaders());
    }

    @Test
    void takesThemOnEachLevel() {
        final String requests = "request-headers: " + SHORT;
        final String responses = "response-headers: " + SHORT;
        final Configuration route =
                Reads.configuration(Sample.with("listeners.web.routes", "[{path: /a, pool: app, " + requests + "}]"));
        assertEquals(
                Policy.NONE.withRequestHeaders(READ),
                route.listeners().get(0).routes().get(0).policy());
        assertTrue(route.listeners().get(0).policy().isNone());
        final Configuration pool =
                Reads.configuration(Sample.with("pools.app", "{backends: [127.0.0.1:9001], " + responses + "}"));
        assertEquals(Policy.NONE.withResponseHeaders(READ), pool.pools().get(0).policy());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "set: {Connection: a}; .set.Connection; 'the field \"Connection\"'; a field name; not one of connection",
                "set: {host: a}; .set.host; 'the field \"host\"'; a field name",
                "add: {Content-Length: 1}; .add.Content-Length; 'the field \"Content-Length\"'; a field name",
                "default: {X_Forwarded_For: 1}; .default.X_Forwarded_For; 'the field \"X_Forwarded_For\"'; a field name",
                "remove: [Via]; .remove[0]; 'the field \"Via\"'; a field name",
                "remove: [a b]; .remove[0]; 'the name \"a b\"'; a field name",
                "remove: []; .remove; a list of 0; a list of 1 to 64",
                "set: {}; .set; a map; a map of 1 to 64 field names",
                "set: {A: b, a: c}; .set.a; '\"a\" again'; 'each name once, in whatever case'",
                "set: {A: ''}; .set.A; '\"\"'; 1 to 2048 visible ASCII characters",
                "set: {A: ' b'}; .set.A; '\" b\"'; 1 to 2048 visible ASCII characters",
                "set: {A: [b]}; .set.A; a list; 1 to 2048 visible ASCII characters",
                "set: {A: '{hots}'}; .set.A; the placeholder {hots}; 'one of client, client_port'",
                "set: {A: '{host'}; .set.A; a { without its }; 'a placeholder such as {host}, or {{ for a brace'",
                "replace: {A: b}; ''; 'unknown key \"replace\"'; 'one of set, add, remove, default'",
            })
    void saysWhatIsWrong(String keys, String path, String found, String accepted) {
        Reads.expectProblem(
                "weir.yaml:1: listeners.web.response-headers" + path + ": found " + found + ", accepted: " + accepted,
                Sample.with("listeners.web.response-headers", "{" + keys + "}"));
    }

    @Test
    void noValueEndsItsLine() {
        assertEquals(
                1,
                Reads.problems(Sample.with("listeners.web.response-headers", "{set: {A: \"b\\r\\nC: d\"}}"))
                        .size());
    }

    @Test
    void refusesMoreThanALevelMayAdd() {
        final String value = "y".repeat(2_040);
        assertEquals(
                List.of(
                        "weir.yaml:1: listeners.web.request-headers: found lines of up to 10225 bytes, accepted: at most 8192"),
                Reads.problems(Sample.with(
                        "listeners.web.request-headers",
                        "{set: {A: " + value + ", B: " + value + ", C: " + value + ", D: " + value + ", E: " + value
                                + "}}")));
    }

    @Test
    void aRequestKnowsNothingOfItsResponse() {
        final String begin = "weir.yaml:1: listeners.web.request-headers.set.A: found the placeholder ";
        assertEquals(
                List.of(begin
                        + "{status}, which takes the response, accepted: one that is known when the request's head"
                        + " is there"),
                Reads.problems(Sample.with("listeners.web.request-headers", "{set: {A: 'x{host}{status}'}}")));
        assertEquals(
                List.of(begin + "{backend}, which takes a backend, accepted: one that is known when the request's head"
                        + " is there"),
                Reads.problems(Sample.with("listeners.web.request-headers", "{set: {A: '{backend}'}}")));
        assertEquals(
                List.of(),
                Reads.problems(Sample.with("listeners.web.response-headers", "{set: {A: '{backend} {status}'}}")));
    }

    /** On whichever listener it is said, as the same backends may be behind several. */
    @Test
    void whatTellsOfCertificatesIsWeirsAlone() {
        final String text = """
                listeners:
                  web: {bind: 127.0.0.1:8080, pool: app, request-headers: {set: {x_client_subject: a}}}
                  other: {bind: 127.0.0.1:8443, pool: app, tls: {client-certificate: required, client-certificate-header: X-Client-Subject}}
                pools:
                  app: {backends: [127.0.0.1:9001]}
                """;
        final String expected = "weir.yaml:2: listeners.web.request-headers.set.x_client_subject: found the field"
                + " \"x_client_subject\", which client-certificate-header names, accepted: a field that Weir does not"
                + " vouch for";
        assertTrue(
                Reads.problems(text).contains(expected),
                () -> Reads.problems(text).toString());
    }

    @Test
    void suggestsAPlaceholder() {
        final String problem = Reads.problems(Sample.with("listeners.web.response-headers", "{set: {A: '{backnd}'}}"))
                .get(0);
        assertTrue(problem.endsWith("in braces, or {{ for a brace; did you mean \"backend\"?"), problem);
    }

    @Test
    void needsHttp() {
        assertEquals(
                List.of("weir.yaml:1: listeners.web.request-headers: found request-headers with mode: tcp,"
                        + " accepted: it with mode: http only"),
                Reads.problems(Sample.with(
                        "listeners.web", "{bind: 8080, mode: tcp, pool: app, request-headers: " + SHORT + "}")));
        assertEquals(
                List.of("weir.yaml:1: listeners.web.routes[0].response-headers: found response-headers with sni,"
                        + " accepted: it with HTTP only"),
                Reads.problems(Sample.with(
                        "listeners.web",
                        "{bind: 8080, mode: tcp, routes: [{sni: a, pool: app, response-headers: " + SHORT + "}]}")));
    }
}
