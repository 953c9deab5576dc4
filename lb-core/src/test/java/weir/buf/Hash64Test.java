package weir.buf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hash64Test {
    /** As the reference implementation gives them with seed 0. */
    @ParameterizedTest
    @CsvSource({
        "'', EF46DB3751D8E999",
        "a, D24EC4F1A98C6E5B",
        "abc, 44BC2CF5AD770999",
        "'Nobody inspects the spammish repetition', FBCEA83C8A378BF1"
    })
    void agreesWithTheReference(String text, String hash) {
        assertEquals(Long.parseUnsignedLong(hash, 16), Hash64.of(Ascii.bytes(text)));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "4", "7", "8", "31", "32", "33", "64", "100"})
    void hashesBytesWhereverTheyStand(int bytes) {
        final byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) (i * 37);
        }
        final ByteBuffer in = ByteBuffer.allocateDirect(200);
        in.put(3, text);
        assertEquals(Hash64.of(text), Hash64.of(in, 3, 3 + bytes));
    }
}
