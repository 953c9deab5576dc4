package weir.buf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import weir.testkit.Seed;
import weir.testkit.Wire;

/** Against a loop that looks at one byte after the other. */
class CaselessWordTest {
    private static final String LONGEST = "x-forwarded-for-the-2nd_time";

    @Test
    void findsEveryByteAtEveryPlaceOfWordsOfEveryLength() {
        for (int length = 1; length <= LONGEST.length(); length++) {
            final String text = LONGEST.substring(0, length);
            for (int before : new int[] {0, 3, 8, 11}) {
                for (int place = 0; place < length; place++) {
                    for (int b = 0; b < 256; b++) {
                        expectsAgree(Wire.directAt(before, text).put(before + place, (byte) b), before, text);
                    }
                }
            }
        }
    }

    @Test
    void agreesInRandomCasesWithWhateverStandsBefore() {
        Seed.forEach(1, 5_000, random -> {
            final String text = LONGEST.substring(0, 1 + random.nextInt(LONGEST.length()));
            final int before = random.nextInt(20);
            final byte[] bytes = new byte[before + text.length()];
            random.nextBytes(bytes);
            for (int i = 0; i < text.length(); i++) {
                final char c = text.charAt(i);
                bytes[before + i] = (byte) (random.nextBoolean() ? c : Character.toUpperCase(c));
            }
            if (random.nextInt(4) == 0) {
                bytes[before + random.nextInt(text.length())] ^= (byte) (1 << random.nextInt(8));
            }
            expectsAgree(Wire.direct(bytes), before, text);
        });
    }

    @Test
    void isNoOtherLength() {
        final CaselessWord word = new CaselessWord("close");
        final ByteBuffer in = Wire.direct("xxxxxxxxclosed");
        for (int to = 8; to <= 14; to++) {
            assertEquals(to == 13, word.is(in, 8, to), "to " + to);
        }
    }

    private static void expectsAgree(ByteBuffer in, int from, String text) {
        final int to = from + text.length();
        assertEquals(
                Ascii.equalsIgnoreCase(in, from, to, Ascii.bytes(text)),
                new CaselessWord(text).is(in, from, to),
                () -> text + " in " + Ascii.text(in, from, to));
    }
}
