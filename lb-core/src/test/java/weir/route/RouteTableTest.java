package weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.Route;
import weir.testkit.Wire;

class RouteTableTest {
    private static final int FRONT = 100;
    private static final int DEFAULT = 7;

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "a.example, a.example, true",
        "a.example, A.Example, true",
        "a.example, a.example:8080, true",
        "a.example, b.a.example, false",
        "a.example, a.example.evil, false",
        "a.example, a.exampl, false",
        "a.example, a.example., true",
        "a.example, a.example.:80, true",
        "a.example, a.example.., false",
        "*.example, b.example., true",
        "*.example, a.example, true",
        "*.example, b.a.EXAMPLE:80, true",
        "*.example, example, false",
        "*.example, .example, false",
        "*.example, aexample, false",
        "*.example, a.example.evil, false",
        "[::1], [::1]:80, true",
        "[::1], [::2], false",
        "127.0.0.1, 127.0.0.1, true",
    })
    void comparesHosts(String host, String inHead, boolean matches) {
        assertEquals(matches, matches(new Route(host, null, 1), "GET / HTTP/1.1\r\nHost: " + inHead));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "/status, /status, true",
        "/status, /status?a=b, true",
        "/status, /status?, true",
        "/status, /status/, false",
        "/status, /Status, false",
        "/status, /statu, false",
        "/status, /%73tatus, false",
        "/, /, true",
        "/, /a, false",
        "/v1/*, /v1/, true",
        "/v1/*, /v1/a?b, true",
        "/v1/*, /v1, true",
        "/v1/*, /v1?a=b, true",
        "/v1/*, /v, false",
        "/v1/*, /v?a=/v1/, false",
        "/v1/*, /v10/, false",
        "/v1*, /v10/, true",
        "/*, /, true",
        "/*, /a/b, true",
    })
    void comparesPathsAsTheClientWroteThem(String path, String target, boolean matches) {
        assertEquals(matches, matches(new Route(null, path, 1), "GET " + target + " HTTP/1.1\r\nHost: a"));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "/*, http://a, true",
        "/*, http://a?b, true",
        "/, http://a, true",
        "/, http://a?b, true",
        "/, http://a/, true",
        "/b, http://a/b, true",
        "/b, http://a, false",
        "/b/*, http://a, false",
        "/b/*, http://a?/b/, false",
    })
    void treatsAnEmptyPathAsTheRoot(String path, String target, boolean matches) { // RFC 9110 §4.2.3
        assertEquals(matches, matches(new Route(null, path, 1), "GET " + target + " HTTP/1.1\r\nHost: a"));
    }

    @Test
    void matchesTheHostOfAnAbsoluteTarget() {
        final Route route = new Route("a", "/b", 1);
        assertEquals(true, matches(route, "GET http://a/b HTTP/1.0"));
        assertEquals(true, matches(route, "GET http://A:80/b?c HTTP/1.1\r\nHost: a:80"));
        assertEquals(false, matches(route, "GET http://c/b HTTP/1.0"));
    }

    @Test
    void noHostRouteMatchesWhoNamesNoHost() {
        assertEquals(false, matches(new Route("a", null, 1), "GET / HTTP/1.0"));
        assertEquals(true, matches(new Route(null, "/", 1), "GET / HTTP/1.0"));
    }

    @Test
    void theAsteriskFormHasNoPath() {
        assertEquals(false, matches(new Route(null, "/*", 1), "OPTIONS * HTTP/1.1\r\nHost: a"));
        assertEquals(true, matches(new Route("a", null, 1), "OPTIONS * HTTP/1.1\r\nHost: a"));
    }

    @Test
    void theFirstMatchDecides() {
        final List<Route> routes = List.of(
                new Route("a", "/b", 1), new Route("a", null, 2), new Route(null, "/b", 3), new Route("*.a", null, 4));
        assertEquals(1, pool(routes, DEFAULT, "GET /b HTTP/1.1\r\nHost: a"));
        assertEquals(2, pool(routes, DEFAULT, "GET /c HTTP/1.1\r\nHost: a"));
        assertEquals(3, pool(routes, DEFAULT, "GET /b HTTP/1.1\r\nHost: c.a"));
        assertEquals(4, pool(routes, DEFAULT, "GET /c HTTP/1.1\r\nHost: c.a"));
        assertEquals(DEFAULT, pool(routes, DEFAULT, "GET /c HTTP/1.1\r\nHost: d"));
        assertEquals(RouteTable.NONE, pool(routes, RouteTable.NONE, "GET /c HTTP/1.1\r\nHost: d"));
    }

    private static boolean matches(Route route, String lines) {
        return pool(List.of(route), DEFAULT, lines) == route.action().pools().get(0);
    }

    private static int pool(List<Route> routes, int defaultPool, String lines) {
        final ByteBuffer in = Wire.directAt(FRONT, lines + "\r\n\r\n");
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.capacity()));
        assertNull(head.read(parser, in));
        final RouteTable table = new RouteTable(routes, defaultPool);
        return table.pool(table.route(head.view(), in, null, new RouteSearch()));
    }
}
