package weir.bench.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello",
                "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
                "\r\nGET / HTTP/1.1\n\n"
            })
    void readsARequestWhereverItIsCut(String wire) {
        final byte[] bytes = wire.getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut < bytes.length; cut++) {
            final RequestReader reader = new RequestReader();
            assertEquals(cut, reader.consume(bytes, 0, cut));
            assertFalse(reader.isComplete(), "cut at " + cut);
            assertEquals(bytes.length, reader.consume(bytes, cut, bytes.length));
            assertTrue(reader.isComplete(), "cut at " + cut);
        }
    }

    @Test
    void stopsAtTheNextRequest() {
        final String first = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab";
        final RequestReader reader = read(first + "GET /");
        assertTrue(reader.isComplete());
    }

    @Test
    void knowsWhetherTheConnectionStays() {
        assertTrue(read("GET / HTTP/1.1\r\n\r\n").isPersistent());
        assertFalse(read("GET / HTTP/1.1\r\nConnection: TE, close\r\n\r\n").isPersistent());
        assertFalse(read("GET / HTTP/1.0\r\n\r\n").isPersistent());
        assertTrue(read("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").isPersistent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUBBISH\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"
            })
    void refusesWhatItCannotRead(String wire) {
        assertTrue(read(wire).isMalformed());
    }

    @Test
    void refusesALineWithoutEnd() {
        final byte[] filler = "GET /".concat("a".repeat(70_000)).getBytes(StandardCharsets.US_ASCII);
        final RequestReader reader = new RequestReader();
        reader.consume(filler, 0, filler.length);
        assertTrue(reader.isMalformed());
    }

    private static RequestReader read(String wire) {
        final byte[] bytes = wire.getBytes(StandardCharsets.US_ASCII);
        final RequestReader reader = new RequestReader();
        reader.consume(bytes, 0, bytes.length);
        return reader;
    }
}
