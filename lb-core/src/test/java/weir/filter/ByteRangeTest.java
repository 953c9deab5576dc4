package weir.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.testkit.Wire;

/** What a Range field asks for, of a file of ten bytes. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, PART 0 1",
        "Bytes=2-4, PART 2 5",
        "bytes=9-99, PART 9 10",
        "bytes=0-, PART 0 10",
        "bytes=-1, PART 9 10",
        "bytes=-11, PART 0 10",
        "bytes=0-99999999999999999999, PART 0 10",
        "bytes=10-, UNSATISFIABLE",
        "bytes=99999999999999999999-, UNSATISFIABLE",
        "bytes=-0, UNSATISFIABLE",
        "bytes=4-2, IGNORED",
        "bytes=-, IGNORED",
        "bytes=, IGNORED",
        "bytes=a-b, IGNORED",
        "bytes=1, IGNORED",
        "'bytes=1-2,4-5', IGNORED",
        "bytes=1-2x, IGNORED",
        "lines=1-2, IGNORED",
        "byte, IGNORED",
    })
    void readsOneRange(String field, String expected) {
        final ByteBuffer in = ByteBuffer.wrap(Wire.bytes(field));
        final ByteRange range = new ByteRange();
        final ByteRange.Kind kind = range.read(in, 0, in.limit(), 10);
        assertEquals(
                expected, kind == ByteRange.Kind.PART ? kind + " " + range.start() + " " + range.end() : kind.name());
    }
}
