package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import weir.buf.Ascii;
import weir.testkit.Wire;

/** The one search for a field by its name, whatever is known of the name. */
class FieldSearchTest {
    private static final int BASE = 7;
    private static final List<Integer> NOWHERE = List.of();

    private final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);

    private final ByteBuffer in = Wire.directAt(BASE, Wire.crlf("""
                    GET / HTTP/1.1
                    Host: a
                    Cookie: a=1
                    Via: 1.1 one
                    cookie: b=2
                    X_Mine: 1
                    Via: 1.1 two
                    X-Mine: 2
                    Connection: x-mine

                    """));

    private final FieldLines fields = parse();

    private FieldLines parse() {
        assertEquals(Parse.COMPLETE, parser.parse(in, BASE, in.limit()));
        return parser.fields();
    }

    @Test
    void findsEachLineOfAKnownName() {
        assertEquals(List.of(0), all(from -> fields.indexOf(FieldName.HOST, from)));
        assertEquals(List.of(2, 5), all(from -> fields.indexOf(FieldName.VIA, from)));
        assertEquals(NOWHERE, all(from -> fields.indexOf(FieldName.DATE, from)));
    }

    @Test
    void findsEachLineOfAKnownNameFromTheEnd() {
        assertEquals(5, fields.lastIndexOf(FieldName.VIA, fields.count()));
        assertEquals(2, fields.lastIndexOf(FieldName.VIA, 5));
        assertEquals(-1, fields.lastIndexOf(FieldName.VIA, 2));
        assertEquals(-1, fields.lastIndexOf(FieldName.DATE, fields.count()));
    }

    @Test
    void findsEachLineOfASet() {
        final long set = FieldName.set(FieldName.VIA, FieldName.HOST, FieldName.DATE);
        assertEquals(List.of(0, 2, 5), all(from -> fields.indexOfAny(set, from)));
        assertEquals(NOWHERE, all(from -> fields.indexOfAny(FieldName.set(FieldName.DATE), from)));
    }

    @Test
    void findsEachLineOfAnyNameInAnyCase() {
        assertEquals(List.of(1, 3), all(from -> fields.indexOf(in, BASE, Ascii.bytes("cookie"), from)));
        assertEquals(List.of(6), all(from -> fields.indexOf(in, BASE, Ascii.bytes("x-mine"), from)));
        assertEquals(NOWHERE, all(from -> fields.indexOf(in, BASE, Ascii.bytes("x-min"), from)));
    }

    @Test
    void findsWhatABackendCouldTakeForAName() {
        assertEquals(List.of(4, 6), all(from -> fields.indexOfAlike(in, BASE, Ascii.bytes("x-mine"), from)));
    }

    @Test
    void findsANameThatTheHeadItselfNames() {
        final int from = BASE + fields.valueStart(7);
        final int to = BASE + fields.valueEnd(7);
        assertEquals(List.of(6), all(line -> fields.indexOfSame(in, BASE, from, to, line)));
    }

    private static List<Integer> all(IntUnaryOperator search) {
        final List<Integer> lines = new ArrayList<>();
        for (int line = search.applyAsInt(0); line >= 0; line = search.applyAsInt(line + 1)) {
            lines.add(line);
        }
        return lines;
    }
}
