package weir.buf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import weir.testkit.Seed;
import weir.testkit.Wire;

/** Each scan against a loop that looks at one byte after the other. */
class SwarTest {
    private static final IntPredicate ENDS_VALUE = b -> b < 0x20 && b != '\t' || b == 0x7f;
    private static final IntPredicate IS_CONTROL = b -> b < 0x20 || b == 0x7f;
    private static final IntPredicate ENDS_TARGET = b -> b <= 0x20 || b >= 0x7f || b == '#';

    private static final IntPredicate ENDS_TOKEN = b -> !Ascii.isToken((byte) b);
    private static final IntPredicate ENDS_HOST_NAME = b -> !Ascii.isLetterOrDigit((byte) b) && b != '-' && b != '.';

    private interface Scan {
        int skip(ByteBuffer in, int from, int to);
    }

    @Test
    void findsEveryByteAtEveryPlaceOfAWord() {
        for (int b = 0; b < 256; b++) {
            for (int place = 0; place < 24; place++) {
                final ByteBuffer in = Wire.direct("a".repeat(24)).put(place, (byte) b);
                expectsAllAgree(in, 0, 24);
            }
        }
    }

    @Test
    void isNotMisledByABorrowFromTheNeighbour() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                final ByteBuffer in =
                        Wire.direct("abcdefgh").put(3, (byte) first).put(4, (byte) second);
                expectsAllAgree(in, 0, 8);
            }
        }
    }

    @Test
    void agreesWithThePlainLoopOnRandomBytes() {
        Seed.forEach(1, 2_000, random -> {
            final byte[] bytes = new byte[random.nextInt(70)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(12) == 0 ? random.nextInt(256) : 0x20 + random.nextInt(0x5f));
            }
            final int from = random.nextInt(bytes.length + 1);
            expectsAllAgree(Wire.direct(bytes), from, from + random.nextInt(bytes.length - from + 1));
        });
    }

    @Test
    void readsNumbersOfEveryLengthWithAnyByteAtEveryPlace() {
        for (int digits = 1; digits <= 9; digits++) {
            for (int before : new int[] {0, 2, 7, 8, 20}) {
                for (int place = 0; place < digits; place++) {
                    for (int b = 0; b < 256; b++) {
                        final ByteBuffer in = Wire.directAt(before, "987654321".substring(0, digits) + "0");
                        expectsNumber(in.put(before + place, (byte) b), before, before + digits);
                    }
                }
            }
        }
    }

    @Test
    void agreesWithThePlainReadingOfRandomNumbers() {
        Seed.forEach(1, 5_000, random -> {
            final String text = Integer.toString(random.nextInt(100_000_000) >>> random.nextInt(27));
            final int before = random.nextInt(12);
            expectsNumber(Wire.directAt(before, text), before, before + text.length());
        });
    }

    @Test
    void neverLooksBehindTheEnd() {
        assertEquals(3, Swar.skipTarget(Wire.direct("abc def "), 0, 3));
        assertEquals(2, Swar.skipFieldValue(Wire.direct("ab\rcdefgh"), 0, 2));
        assertEquals(0, Swar.skipFieldValue(Wire.direct("\r"), 0, 0));
    }

    private static void expectsAllAgree(ByteBuffer in, int from, int to) {
        expectsAgreement(Swar::skipFieldValue, ENDS_VALUE, in, from, to);
        expectsAgreement(Swar::skipToControl, IS_CONTROL, in, from, to);
        expectsAgreement(Swar::skipTarget, ENDS_TARGET, in, from, to);
        expectsAgreement(Swar::skipToken, ENDS_TOKEN, in, from, to);
        expectsAgreement(Swar::skipHostName, ENDS_HOST_NAME, in, from, to);
        expectsNumber(in, from, to);
    }

    private static void expectsNumber(ByteBuffer in, int from, int to) {
        final String text = Wire.text(in, from, to);
        final long expected = text.matches("[0-9]{1,8}") ? Long.parseLong(text) : -1;
        assertEquals(expected, Swar.number(in, from, to), () -> "in " + text);
    }

    private static void expectsAgreement(Scan scan, IntPredicate ends, ByteBuffer in, int from, int to) {
        int expected = from;
        while (expected < to && !ends.test(in.get(expected) & 0xff)) {
            expected++;
        }
        assertEquals(expected, scan.skip(in, from, to), () -> "in " + Wire.text(in, from, to));
    }
}
