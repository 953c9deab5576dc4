package weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.buf.Ascii;
import weir.buf.Hash64;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.BalanceKey;

class HashKeyTest {
    private static final String HEAD =
            "GET /a/b?x=1&user=joe&user=eve&xuser=2&empty= HTTP/1.1\r\nHost: a\r\nX-USER: anna\r\nx-user: other\r\n"
                    + "Cookie: a=1; sid=abc; b=2\r\nCookie: late=z\r\nX-Empty:\r\n\r\n";

    /** The empty string stands for no key. */
    @ParameterizedTest
    @CsvSource({
        "HEADER, X-User, anna",
        "HEADER, x-none, ''",
        "HEADER, X-Empty, ''",
        "COOKIE, sid, abc",
        "COOKIE, a, 1",
        "COOKIE, b, 2",
        "COOKIE, late, z",
        "COOKIE, SID, ''",
        "COOKIE, id, ''",
        "URI, , /a/b?x=1&user=joe&user=eve&xuser=2&empty=",
        "PATH, , /a/b",
        "QUERY, user, joe",
        "QUERY, x, 1",
        "QUERY, xuser, 2",
        "QUERY, empty, ''",
        "QUERY, ser, ''",
        "QUERY, b?x, ''"
    })
    void hashesThatPartOfTheHead(BalanceKey.Kind kind, String name, String expected) {
        final ByteBuffer in = ByteBuffer.allocateDirect(1024).order(ByteOrder.LITTLE_ENDIAN);
        in.put(5, Ascii.bytes(HEAD));
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        parser.reset();
        assertEquals(Parse.COMPLETE, parser.parse(in, 5, 5 + HEAD.length()), () -> parser.fault() + "");
        final RequestHead head = new RequestHead();
        assertNull(head.read(parser, in));
        final long hash = new HashKey(new BalanceKey(kind, name)).of(head.view(), in);
        assertEquals(expected.isEmpty() ? HashKey.NONE : Hash64.of(Ascii.bytes(expected)), hash);
    }
}
