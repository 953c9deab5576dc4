package weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.model.AddressRange;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.Match;
import weir.model.PathPolicy;
import weir.model.RetryPolicy;
import weir.model.Route;
import weir.model.RouteTerms;
import weir.model.ValueMatch;

/** What a route may ask for, as the file says it. */
class RouteSectionTest {
    private static final String ROUTES = "listeners.web.routes";

    private static List<Route> routes(String list) {
        return Reads.configuration(Sample.with(ROUTES, list)).listeners().get(0).routes();
    }

    @Test
    void takesEachCondition() {
        final String conditions = "methods: [GET, PURGE], headers: {X-Beta: '1', X-Old: '!'}, query: {a: '*'},"
                + " cookies: {g: b*}, clients: [10.0.0.0/8, unix]";
        final Match match = new Match(
                "a.example",
                "/v1/*",
                null,
                List.of("GET", "PURGE"),
                List.of(ValueMatch.of("x-beta", "1"), ValueMatch.of("x-old", "!")),
                List.of(ValueMatch.of("a", "*")),
                List.of(ValueMatch.of("g", "b*")),
                List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.UNIX));
        assertEquals(
                List.of(new Route(match, List.of(), 0)),
                routes("[{host: A.example, path: /v1/*, " + conditions + ", pool: app}]"));
    }

    @Test
    void takesTermsOfItsOwn() {
        final RetryPolicy retry = new RetryPolicy(1, Set.of(RetryPolicy.Condition.TIMEOUT))
                .withStatuses(Set.of(503))
                .withBackoffMs(5);
        assertEquals(
                List.of(
                        new RouteTerms(5_000, 6_000, 30_000, 1024, retry),
                        new RouteTerms(RouteTerms.UNSET, RouteTerms.UNSET, 1, ListenerLimits.UNLIMITED, null),
                        RouteTerms.NONE.withRetry(RetryPolicy.DEFAULTS),
                        RouteTerms.NONE),
                routes("[{path: /a, timeouts: {response: 5s, body: 6s, total: 30s}, limits: {body: 1KiB},"
                                + " retry: {attempts: 1, on: [timeout, 503], backoff: 5ms}, pool: app},"
                                + " {path: /b, timeouts: {total: 1ms}, limits: {body: none}, pool: app},"
                                + " {path: /c, timeouts: {}, limits: {}, retry: {}, pool: app},"
                                + " {path: /d, pool: app}]")
                        .stream()
                        .map(Route::terms)
                        .toList());
    }

    @Test
    void takesOneExclusionOrAList() {
        final Match photo = Match.ANY.withPathRegex("/[0-9]+");
        assertEquals(
                List.of(
                        new Route(photo, List.of(Match.of("b", "/1")), 0),
                        new Route(Match.ANY, List.of(Match.of(null, "/a"), Match.ANY.withMethods("PUT")), 0)),
                routes("[{path-regex: '/[0-9]+', not: {host: B, path: /1}, pool: app},"
                        + " {not: [{path: /a}, {methods: [PUT]}], pool: app}]"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "path: /a, path-regex: /b; ''; path beside path-regex; one of the two",
                "path-regex: /(a; .path-regex; '\"/(a\", missing closing ) at /(a'; a regular expression (RE2)",
                "path-regex: '/a{2000}'; .path-regex; '\"/a{2000}\", counts of repetitions that multiply to more'; a reg",
                "methods: [get]; .methods[0]; '\"get\"'; 'a method such as GET, in capital letters; not CONNECT'",
                "methods: [CONNECT]; .methods[0]; '\"CONNECT\"'; a method such as GET",
                "methods: []; .methods; a list of 0; a list of 1 to 64",
                "headers: {}; .headers; a map; a map of 1 to 64 names",
                "headers: [a]; .headers; a list; a map of 1 to 64 names",
                "headers: {A b: c}; '.headers.A b'; 'the name \"A b\"'; a name",
                "headers: {A: b, a: c}; .headers.a; '\"a\" again'; 'each name once, in whatever case'",
                "headers: {Host: b}; .headers; the field Host; the key host for it",
                "cookies: {a: [b]}; .cookies.a; a list; a value, the beginning of one followed by *",
                "clients: [10.0.0.1/8]; .clients[0]; '\"10.0.0.1/8\"'; a network such as 10.0.0.0/8",
                "clients: []; .clients; a list of 0; a list of 1 to 10000",
                "not: {}; .not; no condition; 'one at least, of host, path, path-regex, methods'",
                "not: []; .not; a list of 0; a list of 1 to 16",
                "not: {pool: app}; .not; 'unknown key \"pool\"'; one of host",
                "'path: /a/b, not: {path: /a/*}'; ''; not that leaves out all that the route takes; a route that can",
                "paths: /a; ''; 'unknown key \"paths\"'; 'one of name, host, path, path-regex, methods, headers, query, cookies, "
                        + "clients, not, sni, pool, redirect, status, respond, split, sticky, timeouts, limits, retry, allow, deny, request-headers, response-headers, rate-limits, errors, security-headers, rewrite, cors, faults; did you mean listeners.web.routes[0].path'",
                "timeouts: {total: 0s}; .timeouts.total; '\"0s\"'; a duration from 1ms to 24h",
                "timeouts: {connect: 1s}; .timeouts; 'unknown key \"connect\"'; 'one of response, body, total'",
                "limits: {head: 1KiB}; .limits; 'unknown key \"head\"'; 'body; \"head\" is a key of'",
                "retry: {budget: none}; .retry; 'unknown key \"budget\"'; 'one of attempts, on, backoff'",
                "sni: a, retry: {attempts: 1}; .retry; retry with sni; it with HTTP only",
                "sni: a, methods: [GET]; ''; sni beside host or path; sni with mode: tcp",
            })
    void saysWhatIsWrong(String keys, String path, String found, String accepted) {
        final List<String> problems = Reads.problems(Sample.with(ROUTES, "[{" + keys + ", pool: app}]"));
        final String expected =
                "weir.yaml:1: listeners.web.routes[0]" + path + ": found " + found + "|, accepted: " + accepted;
        final String[] parts = expected.split("\\|", 2);
        assertEquals(
                1,
                problems.stream()
                        .filter(problem -> problem.startsWith(parts[0]) && problem.contains(parts[1]))
                        .count(),
                () -> parts[0] + " ... " + parts[1] + " is not among " + problems);
    }

    private static Listener web(String keys) {
        return Reads.configuration(Sample.with("listeners.web", "{bind: 8080, pool: app, " + keys + "}"))
                .listeners()
                .get(0);
    }

    @Test
    void isStrictAboutPathsWhereARouteLooksAtThem() {
        assertEquals(PathPolicy.AS_IS, web("routes: []").pathPolicy());
        assertEquals(PathPolicy.AS_IS, web("routes: [{host: a, pool: app}]").pathPolicy());
        assertEquals(
                PathPolicy.STRICT,
                web("routes: [{host: a, path: /b, pool: app}]").pathPolicy());
        assertEquals(
                PathPolicy.STRICT, web("routes: [{path-regex: /b, pool: app}]").pathPolicy());
        assertEquals(
                PathPolicy.STRICT, web("routes: [{not: {path: /b}, pool: app}]").pathPolicy());
        assertEquals(PathPolicy.STRICT, web("path-policy: strict").pathPolicy());
        assertEquals(
                PathPolicy.AS_IS,
                web("path-policy: as-is, routes: [{path: /b//c, pool: app}]").pathPolicy());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "/a//b; 'a path that has one reading, or path-policy: as-is'",
                "/a/../b; 'a path that has one reading, or path-policy: as-is'",
                "/a%2Fb/*; 'a path that has one reading, or path-policy: as-is'",
                "//*; 'a path that has one reading, or path-policy: as-is'",
                "/%61; '\"/a\", which requests with it are compared as'",
                "/%3a*; '\"/%3A*\", which requests with it are compared as'",
            })
    void refusesAPathThatNoRequestHas(String path, String accepted) {
        assertEquals(
                List.of("weir.yaml:1: listeners.web.routes[0]: found the path \"" + path
                        + "\" with path-policy: strict, accepted: " + accepted),
                Reads.problems(Sample.with(ROUTES, "[{path: '" + path + "', pool: app}]")));
        assertEquals(
                1,
                Reads.problems(Sample.with(ROUTES, "[{not: {path: '" + path + "'}, pool: app}]"))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/*", "/.*", "/a/.*", "/..a", "/*", "/a;b", "/%3A/*"})
    void takesAPathThatRequestsHave(String path) {
        assertEquals(List.of(), Reads.problems(Sample.with(ROUTES, "[{path: '" + path + "', pool: app}]")));
    }

    @ParameterizedTest(name = "{0} before {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "path: /a/*; path: /a; true",
                "path: /a/*; path: /a/*; true",
                "path: /a/*; path: /a/b/*; true",
                "path: /a/*; path: /a*; false",
                "path: /a*; path: /a/*; true",
                "path: /a; path: /a/*; false",
                "path: /*; host: b; false",
                "path: /*; path: /a*; true",
                "host: '*.b'; host: a.b; true",
                "host: '*.b'; host: '*.a.b'; true",
                "host: '*.b'; host: b; false",
                "host: '*.b'; 'host: a.b, path: /a'; true",
                "'host: a, path: /a'; path: /a; false",
                "path: /a; 'path: /a, methods: [GET]'; true",
                "'path: /a, methods: [GET]'; path: /a; false",
                "'path: /a, methods: [GET, PUT]'; 'path: /a, methods: [PUT]'; true",
                "'path: /a, methods: [GET]'; 'path: /a, methods: [GET, PUT]'; false",
                "headers: {X: '*'}; headers: {x: a}; true",
                "headers: {X: a*}; 'headers: {x: ab, y: z}'; true",
                "headers: {X: a*}; headers: {x: ba}; false",
                "headers: {X: '!'}; headers: {x: '!'}; true",
                "headers: {X: '*'}; headers: {x: '!'}; false",
                "query: {X: '*'}; query: {x: a}; false",
                "cookies: {a: b}; cookies: {a: b}; true",
                "cookies: {a: b}; query: {a: b}; false",
                "clients: [10.0.0.0/8]; clients: [10.1.0.0/16, 10.2.3.4]; true",
                "clients: [10.0.0.0/8]; clients: [10.1.0.0/16, 11.2.3.4]; false",
                "path-regex: /a+; path-regex: /a+; true",
                "path-regex: /.*; path: /a; false",
                "not: {path: /a/*}; path: /b; true",
                "not: {path: /a/*}; path: /a/b; false",
                "not: {path: /a/b}; 'not: {path: /a/*}'; true",
                "not: {path: /a/*}; 'not: {path: /a/b}'; false",
            })
    void warnsOfARouteThatNothingReaches(String first, String second, boolean warns) {
        final List<String> warnings =
                Reads.warnings(Sample.with(ROUTES, "[{" + first + ", pool: app}, {" + second + ", pool: app}]"));
        assertEquals(
                warns
                        ? List.of(
                                "weir.yaml:1: listeners.web.routes[1]: warning: an earlier route takes all requests of"
                                        + " this one: that of line 1")
                        : List.of(),
                warnings);
    }
}
