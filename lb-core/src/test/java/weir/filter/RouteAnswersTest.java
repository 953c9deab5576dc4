package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.http.Fault;
import weir.http.HeadEdit;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.FileContent;
import weir.model.Listener;
import weir.model.ListenerLimits;
import weir.model.ListenerTimeouts;
import weir.model.Match;
import weir.model.Redirect;
import weir.model.Respond;
import weir.model.Route;
import weir.model.RouteAction;
import weir.template.Placeholder;
import weir.template.TemplateOutput;
import weir.template.Values;
import weir.testkit.ManualClock;
import weir.testkit.Wire;

/** What routes answer by themselves. */
class RouteAnswersTest {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX;

    private final DateLine date = new DateLine(new ManualClock());
    /** Of each placeholder but the host. */
    private String value = "";

    private final Values values = (placeholder, name, out) -> write(out, placeholder == Placeholder.HOST ? "a" : value);
    private final RequestContext request = new RequestContext(0, values, new TemplateOutput(64));

    private static void write(TemplateOutput out, String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.add(bytes, 0, bytes.length);
    }

    private Filters filters(RouteAction... actions) {
        final Listener listener = new Listener(
                "web",
                new InetSocketAddress(0),
                Listener.NO_POOL,
                Stream.of(actions)
                        .map(action -> new Route(Match.ANY, List.of(), action))
                        .toList(),
                ListenerTimeouts.DEFAULTS,
                ListenerLimits.DEFAULTS);
        return new Filters(listener, List.of(), new SharedRows(List.of(listener), date));
    }

    private void arrives(String lines) {
        final ByteBuffer in = Wire.directAt(FRONT, Wire.crlf(lines + "\n"));
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.limit()));
        final RequestHead head = new RequestHead();
        assertNull(head.read(parser, in));
        request.begin(head.view(), in, null, null, null, 0);
    }

    private String answer(RouteAction action) {
        assertFalse(filters(action).onRoute(0, request));
        final ByteBuffer out = request.reply().end(true, false);
        return Wire.text(out, out.position(), out.limit()).replaceAll("Date: [^\r]*", "Date: now");
    }

    private String location(String target) {
        final String answer = answer(new Redirect(302, target));
        final int from = answer.indexOf("Location: ") + "Location: ".length();
        return answer.substring(from, answer.indexOf("\r\n\r\n"));
    }

    @Test
    void redirectsWithNothingBesides() {
        arrives("GET /x HTTP/1.1\nHost: a\n");
        assertEquals(Wire.crlf("""
                        HTTP/1.1 308 Permanent Redirect
                        Date: now
                        Content-Length: 0
                        Location: https://www.example.com/x

                        """), answer(new Redirect(308, "https://www.example.com/x")));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://{host}{path} | /b?c | https://a/b?c",
                "https://{host}{path} | //evil | https://a//evil",
                "https://{host}{path} | * | https://a/",
                "https://{host}{path} | .evil | https://a/evil",
                "https://{host} | x | https://a",
                "https://{host}?q={query} | b | https://a?q=b",
                "{path} | /b | /b",
                "{path} | //evil | /evil",
                "{path} | ///evil//x | /evil//x",
                "{path} | * | /",
                "/{header:x} | /evil | /evil",
                "/{header:x} | //evil | /evil",
                "/{header:x} | \\evil | /%5Cevil",
                "/{header:x} | a b<c>\"d#e | /a%20b%3Cc%3E%22d%23e",
                "/x?u={header:x} | %41&é | /x?u=%41&%C3%A9",
            })
    void noValueBecomesPartOfTheAuthority(String target, String value, String location) {
        arrives("GET /x HTTP/1.1\nHost: a\n");
        this.value = value;
        assertEquals(location, location(target));
    }

    @Test
    void noValueEndsTheLine() {
        arrives("GET /x HTTP/1.1\nHost: a\n");
        value = "b\r\nSet-Cookie: c\0\t\u007f";
        assertEquals("/b%0D%0ASet-Cookie:%20c%00%09%7F", location("/{header:x}"));
    }

    @Test
    void refusesWhatItCannotSay() {
        arrives("GET /x HTTP/1.0\n");
        assertFalse(filters(new Redirect(302, "https://{host}/")).onRoute(0, request));
        assertEquals(Fault.HOST_MISSING, request.fault());
        arrives("GET /x HTTP/1.1\nHost: a\n");
        value = "/" + "b".repeat(20_000);
        assertFalse(filters(new Redirect(302, "{path}")).onRoute(0, request));
        assertEquals(Fault.TARGET_TOO_LONG, request.fault());
    }

    @Test
    void respondsWithATextWhoseValuesStayText() {
        arrives("GET /x HTTP/1.1\nHost: a\n");
        value = "<b>\"\n";
        final String html = "<p>&#x3C;b&#x3E;&#x22;&#x0A;";
        assertEquals(
                Wire.crlf("""
                        HTTP/1.1 410 Gone
                        Date: now
                        Content-Type: text/html
                        Content-Length: %d

                        """.formatted(html.length())) + html,
                answer(new Respond(410, "text/html", "<p>{path}", null)));
        final String json = answer(new Respond(200, "application/json", "{{\"a\": \"{path}\"}", null));
        assertEquals(true, json.endsWith("{\"a\": \"<b>\\u0022\\u000A\"}"), json);
        final String text = answer(new Respond(200, "text/plain", "{path}", null));
        assertEquals(true, text.endsWith("\r\n\r\n<b>\"%0A"), text);
    }

    @Test
    void saysNoLengthWhereThereIsNoBody() {
        arrives("GET /x HTTP/1.1\nHost: a\n");
        assertEquals(Wire.crlf("""
                        HTTP/1.1 204 No Content
                        Date: now

                        """), answer(Respond.of(204)));
        assertTrue(answer(Respond.of(205)).contains("Content-Length: 0\r\n"), "or the client waits for its end");
        assertEquals(Wire.crlf("""
                        HTTP/1.1 404 Not Found
                        Date: now
                        Content-Length: 0

                        """), answer(Respond.of(404)));
    }

    @Test
    void aFileIsNotCopied() {
        arrives("GET /x HTTP/1.1\nHost: a\n");
        final FileContent file = new FileContent(new byte[1 << 20]);
        final String head = answer(new Respond(200, "a/b", null, file));
        assertEquals(true, head.endsWith("Content-Type: a/b\r\nContent-Length: 1048576\r\n\r\n"), head);
        assertSame(file.bytes(), request.reply().tail().array());
    }

    @Test
    void routesThatSayTheSameShareIt() {
        final Filters filters = filters(new Redirect(302, "/a"), new Redirect(302, "/b"), new Redirect(302, "/a"));
        assertSame(filters.routeRows(0), filters.routeRows(2));
        assertFalse(filters.routeRows(0) == filters.routeRows(1));
    }
}
