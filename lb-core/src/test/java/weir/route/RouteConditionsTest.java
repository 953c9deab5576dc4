package weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.AddressRange;
import weir.model.Match;
import weir.model.PathPattern;
import weir.model.Route;
import weir.model.ValueMatch;
import weir.testkit.Wire;

/** What routes ask for besides host and path. */
class RouteConditionsTest {
    private static final ClientAddress NOBODY = (head, in, out) -> 0;

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "GET, GET, true",
        "GET, HEAD, false",
        "GET, get, false",
        "GET, GETS, false",
        "PURGE, PURGE, true",
        "PURGE, PURG, false",
        "PURGE, GET, false",
        "GET, PURGE, false",
    })
    void comparesMethods(String method, String inHead, boolean matches) {
        assertEquals(matches, matches(Match.ANY.withMethods(method), inHead + " / HTTP/1.1\r\nHost: a"));
    }

    @Test
    void takesEachMethodOfTheList() {
        final Match match = Match.ANY.withMethods("GET", "PURGE", "HEAD", "M-SEARCH");
        for (String method : List.of("GET", "PURGE", "HEAD", "M-SEARCH")) {
            assertTrue(matches(match, method + " / HTTP/1.1\r\nHost: a"), method);
        }
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "1, X-Beta: 1, true",
        "1, x-BETA:1, true",
        "1, X-Beta: 11, false",
        "1, X-Beta: 0, false",
        "1, X-Betas: 1, false",
        "1, X-Beta: 2|X-Beta: 1, true",
        "1, X-Other: 1, false",
        "ab, X-Beta: AB, false",
        "*, X-Beta:, true",
        "*, X-Beta: a, true",
        "*, X-Other: a, false",
        "!, X-Beta:, false",
        "!, X-Other: a, true",
        "a*, X-Beta: a, true",
        "a*, X-Beta: ab, true",
        "a*, X-Beta: ba, false",
        "a*, X-Other: ab, false",
        "'', X-Beta:, true",
        "'', X-Beta: a, false",
        "'', X-Other: a, false",
    })
    void comparesHeaders(String value, String lines, boolean matches) {
        final Match match = Match.ANY.withHeaders(ValueMatch.of("x-beta", value));
        assertEquals(matches, matches(match, "GET / HTTP/1.1\r\nHost: a\r\n" + lines.replace("|", "\r\n")));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "1, /?debug=1, true",
        "1, /?a=b&debug=1&c, true",
        "1, /?debug=1&debug=2, true",
        "1, /?debug=2&debug=1, true",
        "1, /?debug=12, false",
        "1, /?debug, false",
        "1, /?xdebug=1, false",
        "1, /?debugs=1, false",
        "1, /?Debug=1, false",
        "1, /debug=1, false",
        "1, /?%64ebug=%31, true",
        "1, /?debug=%3, false",
        "1, /?debug=1%, false",
        "1, /?debug=1=1, false",
        "a b, /?debug=a+b, true",
        "a b, /?debug=a%20b, true",
        "a&b, /?debug=a%26b, true",
        "a&b, /?debug=a&b, false",
        "ä, /?debug=%C3%A4, true",
        "*, /?debug, true",
        "*, /?debug=, true",
        "*, /?a&debug=b, true",
        "*, /?a, false",
        "*, /?, false",
        "*, /, false",
        "!, /, true",
        "!, /?, true",
        "!, /?a=debug, true",
        "!, /?debug, false",
        "v*, /?debug=v, true",
        "v*, /?debug=%76w, true",
        "v*, /?debug=wv, false",
        "'', /?debug, true",
        "'', /?debug=, true",
        "'', /?debug=a, false",
        "1, http://a?debug=1, true",
        "1, http://a, false",
    })
    void comparesParametersAsTheyAreMeant(String value, String target, boolean matches) {
        final Match match = Match.ANY.withQuery(ValueMatch.of("debug", value));
        assertEquals(matches, matches(match, "GET " + target + " HTTP/1.1\r\nHost: a"));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "beta, Cookie: group=beta, true",
        "beta, Cookie: a=b; group=beta; c=d, true",
        "beta, Cookie: a=b;group=beta, true",
        "beta, Cookie: a=b|Cookie: group=beta, true",
        "beta, Cookie: group=alpha; group=beta, true",
        "beta, Cookie: Group=beta, false",
        "beta, Cookie: group=beta2, false",
        "beta, Cookie: group=bet, false",
        "beta, Cookie: agroup=beta, false",
        "beta, Cookie: group, false",
        "beta, X-Cookie: group=beta, false",
        "*, Cookie: group=, true",
        "*, Cookie: a=b, false",
        "!, Cookie: a=b, true",
        "!, X: y, true",
        "!, Cookie: group=, false",
        "b*, Cookie: group=beta, true",
        "b*, Cookie: group=alpha, false",
    })
    void comparesCookies(String value, String lines, boolean matches) {
        final Match match = Match.ANY.withCookies(ValueMatch.of("group", value));
        assertEquals(matches, matches(match, "GET / HTTP/1.1\r\nHost: a\r\n" + lines.replace("|", "\r\n")));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.0.0.0/8|10.1.0.0/16, 10.200.0.1, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 1.2.3.4, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::2, false",
        "2001:db8:0:0:8000::/65, 2001:db8:0:0:8000::1, true",
        "2001:db8:0:0:8000::/65, 2001:db8::1, false",
        "unix, unix, true",
        "unix, 127.0.0.1, false",
        "unix|10.0.0.0/8, 10.0.0.1, true",
        "0.0.0.0/0|::/0|unix, nobody, false",
        "10.0.0.0/8|192.168.0.0/16|172.16.0.0/12, 172.31.255.255, true",
        "10.0.0.0/8|192.168.0.0/16|172.16.0.0/12, 172.32.0.0, false",
    })
    void comparesTheClient(String networks, String client, boolean matches) {
        final AddressRange[] ranges =
                List.of(networks.split("\\|")).stream().map(AddressRange::parse).toArray(AddressRange[]::new);
        final byte[] address = client.equals("nobody")
                ? new byte[0]
                : AddressRange.parse(client).address();
        final ClientAddress source = (head, in, out) -> {
            System.arraycopy(address, 0, out, 0, address.length);
            return address.length;
        };
        final Route route = new Route(Match.ANY.withClients(ranges), List.of(), 0);
        assertEquals(matches ? 0 : RouteTable.NONE, find(List.of(route), "GET / HTTP/1.1\r\nHost: a", source));
    }

    @Test
    void asksForTheClientOnlyWhereARouteDoes() {
        final ClientAddress nobodyAsks = (head, in, out) -> fail("asked for the client");
        final List<Route> routes = List.of(
                new Route(Match.of("b", null).withClients(AddressRange.parse("10.0.0.0/8")), List.of(), 0),
                new Route(Match.ANY.withMethods("PUT").withClients(AddressRange.parse("10.0.0.0/8")), List.of(), 1),
                new Route("a", null, 2));
        assertEquals(2, find(routes, "GET / HTTP/1.1\r\nHost: a", nobodyAsks));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "/users/[0-9]+, /users/12, true",
        "/users/[0-9]+, /users/12?x, true",
        "/users/[0-9]+, /users/12/, false",
        "/users/[0-9]+, /users/, false",
        "/users/[0-9]+, /a/users/12, false",
        "^/users/[0-9]+$, /users/12, true",
        "/(a|b)/x, /b/x, true",
        "/a|/b, /b, true",
        "/a|/b, /a/b, false",
        "/ab?c, /ac, true",
        "/ab*c, /ac, true",
        "/ab{0}c, /ac, true",
        "(?i)/abc, /ABC, true",
        "/[|]x, /|x, true",
        "/\\.x, /.x, true",
        "/.*, /, true",
        ".*, /, true",
        "/, http://a, true",
        ".*, http://a?b, true",
        "b, /b, false",
    })
    void comparesTheWholePathWithAnExpression(String expression, String target, boolean matches) {
        final Match match = Match.ANY.withPathRegex(expression);
        assertEquals(matches, matches(match, "GET " + target + " HTTP/1.1\r\nHost: a"));
    }

    @Test
    void theAsteriskFormHasNoPathToMatch() {
        assertEquals(false, matches(Match.ANY.withPathRegex(".*"), "OPTIONS * HTTP/1.1\r\nHost: a"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/users/[0-9]+, /users/",
        "/users, /users",
        "^/users/, /users/",
        "/ab?c, /a",
        "/ab+, /a",
        "/ab{2}, /a",
        "/a|/b, ''",
        "/x(a|b), /x",
        "/x[|]a|b, ''",
        "(?i)/a, ''",
        "^*, ''",
        "?, ''",
    })
    void knowsWhatEachMatchBeginsWith(String expression, String beginning) {
        if (PathPattern.problem(expression) == null) {
            assertEquals(beginning, PathPattern.of(expression).literalPrefix());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "/(a; missing closing ) at /(a",
                "/[a; missing closing ] at [a",
                "/a{1001}; counts of repetitions that multiply to more than 1000",
                "/(a{40}){40}; counts of repetitions that multiply to more than 1000",
                "/(?=a); invalid or unsupported Perl syntax at (?=",
                "/(ab){600}; a size of 2403 instructions, of which it may have 1000",
            })
    void saysWhatIsWrongWithAnExpression(String expression, String problem) {
        assertEquals(problem, PathPattern.problem(expression));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET, /admin, a, false",
        "GET, /admin/x, a, false",
        "GET, /administrator, a, true",
        "GET, /x, b.example, false",
        "GET, /x, example, true",
        "POST, /x, a, true",
        "POST, /y, a, false",
        "GET, /y, a, true",
        "GET, /z1, a, false",
        "GET, /z, a, true",
        "GET, /raw1, a, false",
        "GET, /raw, a, false",
        "GET, /one, a, false",
        "GET, /one/, a, true",
    })
    void leavesOutWhatFulfilsAnyOfNot(String method, String path, String host, boolean matches) {
        final Route route = new Route(
                Match.ANY,
                List.of(
                        Match.of(null, "/admin/*"),
                        Match.of("*.example", null),
                        Match.of("a", "/y").withMethods("POST"),
                        Match.ANY.withPathRegex("/z[0-9]"),
                        Match.of(null, "/raw*"),
                        Match.of(null, "/one")),
                0);
        final String lines = method + " " + path + " HTTP/1.1\r\nHost: " + host;
        assertEquals(matches ? 0 : RouteTable.NONE, find(List.of(route), lines, NOBODY));
    }

    @Test
    void theFirstThatTakesItDecidesWhateverItAsksFor() {
        final List<Route> routes = List.of(
                new Route(Match.of(null, "/a/*").withMethods("PUT"), List.of(), 0),
                new Route(Match.of("h", null).withHeaders(ValueMatch.of("x", "1")), List.of(), 0),
                new Route(Match.ANY.withPathRegex("/a/[0-9]+"), List.of(), 0),
                new Route("*.h", "/a/b", 0),
                new Route(null, "/a/b", 0),
                new Route(null, "/a/*", 0),
                new Route("h", "/a/b", 0),
                new Route(null, "/*", 0));
        assertEquals(0, find(routes, "PUT /a/b HTTP/1.1\r\nHost: h\r\nX: 1", NOBODY));
        assertEquals(1, find(routes, "GET /a/b HTTP/1.1\r\nHost: h\r\nX: 1", NOBODY));
        assertEquals(2, find(routes, "GET /a/1 HTTP/1.1\r\nHost: h", NOBODY));
        assertEquals(3, find(routes, "GET /a/b HTTP/1.1\r\nHost: g.h", NOBODY));
        assertEquals(4, find(routes, "GET /a/b HTTP/1.1\r\nHost: h", NOBODY));
        assertEquals(5, find(routes, "GET /a HTTP/1.1\r\nHost: h", NOBODY));
        assertEquals(7, find(routes, "GET /b HTTP/1.1\r\nHost: h", NOBODY));
        assertEquals(RouteTable.NONE, find(routes, "OPTIONS * HTTP/1.1\r\nHost: i", NOBODY));
    }

    /** It goes on as {@code OPTIONS *} (RFC 9112 §3.2.4), so it is compared as that. */
    @Test
    void anAbsoluteTargetWithoutPathIsTheAsteriskOfOptions() {
        final List<Route> routes = List.of(new Route(null, "/*", 0));
        assertEquals(0, find(routes, "GET http://i HTTP/1.1\r\nHost: i", NOBODY));
        assertEquals(0, find(routes, "OPTIONS http://i/ HTTP/1.1\r\nHost: i", NOBODY));
        assertEquals(0, find(routes, "OPTIONS http://i?a HTTP/1.1\r\nHost: i", NOBODY));
        assertEquals(RouteTable.NONE, find(routes, "OPTIONS http://i HTTP/1.1\r\nHost: i", NOBODY));
    }

    /** The backend would not see by what its pool was chosen. */
    @Test
    void whatConnectionNominatesIsNotThere() {
        final Match beta = Match.ANY.withHeaders(ValueMatch.of("x-beta", "1"));
        assertTrue(matches(beta, "GET / HTTP/1.1\r\nHost: a\r\nX-Beta: 1"));
        assertFalse(matches(beta, "GET / HTTP/1.1\r\nHost: a\r\nX-Beta: 1\r\nConnection: x-beta"));
        final Match cookie = Match.ANY.withCookies(ValueMatch.of("group", "beta"));
        assertTrue(matches(cookie, "GET / HTTP/1.1\r\nHost: a\r\nCookie: group=beta"));
        assertFalse(matches(cookie, "GET / HTTP/1.1\r\nHost: a\r\nCookie: group=beta\r\nConnection: Cookie"));
    }

    @Test
    void valuesThatAreRepeatedLeadWhereOneOfThemDoes() {
        final List<Route> routes = new ArrayList<>();
        for (int w = 0; w < 6; w++) {
            routes.add(new Route(
                    Match.ANY.withQuery(
                            ValueMatch.of("v", "abc".substring(w % 3, w % 3 + 1)), ValueMatch.of("w", "" + w)),
                    List.of(),
                    w));
        }
        assertEquals(3, find(routes, "GET /?v=a&v=b&v=a&v=b&v=a&w=3 HTTP/1.1\r\nHost: a", NOBODY));
        assertEquals(0, find(routes, "GET /?w=4&v=a&v=b&v=a&w=0&v=b HTTP/1.1\r\nHost: a", NOBODY));
        assertEquals(RouteTable.NONE, find(routes, "GET /?v=a&v=a&v=a&w=7 HTTP/1.1\r\nHost: a", NOBODY));
    }

    private static boolean matches(Match match, String lines) {
        return find(List.of(new Route(match, List.of(), 0)), lines, NOBODY) == 0;
    }

    private static int find(List<Route> routes, String lines, ClientAddress client) {
        final ByteBuffer in = Wire.directAt(100, lines + "\r\n\r\n");
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        assertEquals(Parse.COMPLETE, parser.parse(in, 100, in.capacity()));
        assertNull(head.read(parser, in));
        return new RouteTable(routes, RouteTable.NONE).route(head.view(), in, client, new RouteSearch());
    }
}
