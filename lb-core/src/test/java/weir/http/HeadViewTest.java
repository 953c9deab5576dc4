package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.model.BalanceKey;
import weir.model.Route;
import weir.route.HashKey;
import weir.route.RouteSearch;
import weir.route.RouteTable;
import weir.testkit.Wire;

/** What routes, keys and edits read of a head is the same, whoever has read it from the wire. */
class HeadViewTest {
    private static final int BASE = 64;
    private static final int LINES_MAX = 4;

    private final ByteBuffer in = Wire.direct(1024);
    private final HeadView decoded = new HeadView(LINES_MAX);
    private int end;

    /**
     * As a decoder of HPACK would: no start line is read, but parts come one by one, and each field is written as a
     * line.
     */
    private void decode(String method, String path, String authority, String... field) {
        final String line = method + ' ' + path + " HTTP/1.1\r\n";
        end = line.length();
        in.put(BASE, Wire.bytes(line));
        decoded.begin();
        decoded.setBase(BASE);
        decoded.setMethod(Method.valueOf(method), 0, method.length());
        decoded.setTargetEnd(method.length() + 1 + path.length());
        decoded.setVersionMinor(1);
        final int host = end + "host: ".length();
        assertTrue(add("host", authority));
        decoded.setHost(host, host + authority.length());
        for (int i = 0; i < field.length; i += 2) {
            assertTrue(add(field[i], field[i + 1]));
        }
        in.put(BASE + end, Wire.bytes("\r\n"));
        decoded.end(end);
    }

    private boolean add(String name, String value) {
        final int start = end;
        final int valueStart = start + name.length() + 2;
        in.put(BASE + start, Wire.bytes(name + ": " + value + "\r\n"));
        end = valueStart + value.length() + 2;
        return decoded.add(in, start, start + name.length(), valueStart, end - 2);
    }

    private static HeadView parse(ByteBuffer in, String wire) {
        in.put(BASE, Wire.bytes(wire));
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        assertEquals(Parse.COMPLETE, parser.parse(in, BASE, BASE + wire.length()));
        final RequestHead head = new RequestHead();
        assertEquals(null, head.read(parser, in));
        return head.view();
    }

    @Test
    void isReadAlikeFromEitherWire() {
        decode("GET", "/a/b?c=d", "example.com", "cookie", "x=1; y=2", "x-user", "me");
        final ByteBuffer wire = Wire.direct(1024);
        final HeadView parsed =
                parse(wire, "GET /a/b?c=d HTTP/1.1\r\nHost:  example.com \r\nCOOKIE: x=1; y=2\r\nX-User:me\r\n\r\n");
        final RouteTable routes = new RouteTable(List.of(new Route("example.com", "/a/*", 3)), RouteTable.NONE);
        final RouteSearch search = new RouteSearch();
        assertEquals(3, routes.pool(routes.route(parsed, wire, null, search)));
        assertEquals(3, routes.pool(routes.route(decoded, in, null, search)));
        for (BalanceKey.Kind kind : Set.of(
                BalanceKey.Kind.HEADER,
                BalanceKey.Kind.COOKIE,
                BalanceKey.Kind.QUERY,
                BalanceKey.Kind.PATH,
                BalanceKey.Kind.URI)) {
            final String name = switch (kind) {
                case HEADER -> "X-User";
                case COOKIE -> "y";
                case QUERY -> "c";
                default -> null;
            };
            final HashKey key = new HashKey(new BalanceKey(kind, name));
            assertNotEquals(HashKey.NONE, key.of(parsed, wire), kind.name());
            assertEquals(key.of(parsed, wire), key.of(decoded, in), kind.name());
        }
    }

    @Test
    void isEditedAlikeFromEitherWire() {
        decode("GET", "/", "a", "via", "1.1 one", "x-user", "me");
        final ByteBuffer wire = Wire.direct(1024);
        final HeadView parsed = parse(wire, "GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 one\r\nX-User: me\r\n\r\n");
        assertEquals(edited(parsed, wire), edited(decoded, in));
    }

    private static String edited(HeadView head, ByteBuffer in) {
        final HeadEdit edit = new HeadEdit(LINES_MAX);
        edit.begin();
        head.dropAll(FieldName.set(FieldName.VIA));
        edit.add(Wire.bytes("Date: today\r\n"));
        final int to = head.base() + head.fields().endOffset() + 2;
        return Wire.text(in, edit.apply(in, head.base(), 0, head.fields(), to), to)
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void takesNoMoreLinesThanItHasRoomFor() {
        decode("GET", "/", "a", "b", "1", "c", "2", "d", "3");
        assertFalse(add("e", "4"));
    }

    @Test
    void moves() {
        decode("GET", "/", "example.com");
        decoded.setBase(0);
        assertEquals("GET / ".length() - 1, decoded.targetEnd());
        decoded.setBase(BASE);
        assertEquals("example.com", Wire.text(in, decoded.hostStart(), decoded.hostEnd()));
    }

    @Test
    void knowsNothingBeforeItIsThere() {
        decoded.begin();
        assertFalse(decoded.hasTarget());
        assertFalse(decoded.hasVersion());
        assertEquals(null, decoded.method());
    }
}
