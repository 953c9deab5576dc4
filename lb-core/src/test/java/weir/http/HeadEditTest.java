package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.testkit.Seed;
import weir.testkit.Wire;

class HeadEditTest {
    private static final int FRONT = HeadEdit.ADDED_BYTES_MAX + 32;
    private static final String BODY = "the body stays where it is";

    private final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
    private final HeadEdit edit = new HeadEdit(HttpLimits.DEFAULTS.fieldsMax());

    static Stream<Arguments> numbers() {
        return Stream.of(
                arguments(0L, "N: 0\r\n"),
                arguments(9L, "N: 9\r\n"),
                arguments(10L, "N: 10\r\n"),
                arguments(1_000_000L, "N: 1000000\r\n"),
                arguments(Long.MAX_VALUE, "N: 9223372036854775807\r\n"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void writesNumbers(long number, String line) {
        final ByteBuffer in = parsed("GET / HTTP/1.1\r\nA: b\r\n\r\n");
        edit.begin();
        edit.add(Wire.bytes("N: "), number);
        assertEquals("GET / HTTP/1.1\r\nA: b\r\n" + line + "\r\n", applied(in));
    }

    @Test
    void fillsTheRoomForAddedLinesToTheLastByte() {
        final ByteBuffer in = parsed("GET / HTTP/1.1\r\nA: b\r\n\r\n");
        final String line = "X: " + "y".repeat(HeadEdit.ADDED_BYTES_MAX - 5) + "\r\n";
        edit.begin();
        edit.add(Wire.bytes(line));
        assertEquals("GET / HTTP/1.1\r\nA: b\r\n" + line + "\r\n", applied(in));
    }

    @Test
    void takesBackLinesThatWereAdded() {
        final ByteBuffer in = parsed("GET / HTTP/1.1\r\nA: b\r\n\r\n");
        edit.begin();
        edit.add(Wire.bytes("One: 1\r\n"));
        edit.add(Wire.bytes("Two: one:\r\n"));
        edit.add(Wire.bytes("oNE: 2\r\nOne2: 3\r\nONE:\r\n"));
        assertTrue(edit.hasAdded(Wire.bytes("one")));
        assertFalse(edit.hasAdded(Wire.bytes("on")));
        assertFalse(edit.hasAdded(Wire.bytes("a")));
        edit.removeAdded(Wire.bytes("one"));
        assertFalse(edit.hasAdded(Wire.bytes("one")));
        assertEquals("GET / HTTP/1.1\r\nA: b\r\nTwo: one:\r\nOne2: 3\r\n\r\n", applied(in));
    }

    /** Of lines that stay, of lines that go, and of the start line, in one edit. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "X: y\r\n", "X: a line that is longer than all that is taken out of the others together\r\n"
            })
    void cutsPiecesOutOfLinesWhetherTheHeadGrowsOrShrinks(String added) {
        final String wire = "GET /abc HTTP/1.1\r\nA: 123456\r\nB: 123456\r\nC: 123456\r\n\r\n";
        final ByteBuffer in = parsed(wire);
        edit.begin();
        cut(wire, "bc");
        cut(wire, "12");
        cut(wire, "45");
        edit.cut(wire.indexOf("B: ") + 4, wire.indexOf("B: ") + 6);
        edit.cut(wire.indexOf("C: ") + 7, wire.indexOf("C: ") + 9);
        parser.fields().drop(1);
        edit.add(Wire.bytes(added));
        assertEquals("GET /a HTTP/1.1\r\nA: 36\r\nC: 1234\r\n" + added + "\r\n", applied(in));
    }

    private void cut(String wire, String piece) {
        edit.cut(wire.indexOf(piece), wire.indexOf(piece) + piece.length());
    }

    @Test
    void leavesWhatItHasNoRoomToNote() {
        final String wire = "GET / HTTP/1.1\r\nA: " + "12".repeat(1_000) + "\r\n\r\n";
        final ByteBuffer in = parsed(wire);
        edit.begin();
        for (int at = wire.indexOf("12"); at < wire.indexOf("12") + 2_000; at += 2) {
            edit.cut(at, at + 1);
        }
        final String after = applied(in);
        assertEquals(1_000, after.chars().filter(c -> c == '2').count());
        assertEquals(wire.length(), after.length() + after.indexOf('1', after.indexOf("A:")) - after.indexOf("A:") - 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X: y\r\n", "X: a line that is longer than all the lines that go together\r\n"})
    void dropsEveryLineWhetherTheHeadGrowsOrShrinks(String added) {
        final ByteBuffer in = parsed("GET / HTTP/1.1\r\nA: b\r\nC: d\r\n\r\n");
        edit.begin();
        parser.fields().drop(0);
        parser.fields().drop(1);
        edit.add(Wire.bytes(added));
        assertEquals("GET / HTTP/1.1\r\n" + added + "\r\n", applied(in));
    }

    @Test
    void agreesWithAPlainListOfLinesForRandomEdits() {
        Seed.forEach(1, 3_000, random -> {
            final StringBuilder head = new StringBuilder("GET /0123456789 HTTP/1.1\r\n");
            final StringBuilder kept = new StringBuilder("GET /");
            final int cut = random.nextInt(11);
            kept.append("0123456789".substring(cut)).append(" HTTP/1.1\r\n");
            final boolean[] drops = new boolean[random.nextInt(8)];
            for (int i = 0; i < drops.length; i++) {
                final String line = "n" + i + ": " + "v".repeat(random.nextInt(60)) + "\r\n";
                drops[i] = random.nextBoolean();
                head.append(line);
                kept.append(drops[i] ? "" : line);
            }
            final ByteBuffer in = parsed(head + "\r\n");
            edit.begin();
            edit.cut(5, 5 + cut);
            for (int i = 0; i < drops.length; i++) {
                if (drops[i]) {
                    parser.fields().drop(i);
                }
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                final String line = "a: " + "w".repeat(random.nextInt(200)) + "\r\n";
                edit.add(Wire.bytes(line));
                kept.append(line);
            }
            assertEquals(kept + "\r\n", applied(in));
        });
    }

    private ByteBuffer parsed(String head) {
        final ByteBuffer in = Wire.directAt(FRONT, head + BODY);
        parser.reset();
        assertEquals(Parse.COMPLETE, parser.parse(in, FRONT, in.capacity()));
        return in;
    }

    private String applied(ByteBuffer in) {
        final int end = FRONT + parser.headBytes();
        final int start = edit.apply(in, FRONT, 0, parser.fields(), end);
        assertEquals(BODY, Wire.text(in, end, in.capacity()));
        return Wire.text(in, start, end);
    }
}
