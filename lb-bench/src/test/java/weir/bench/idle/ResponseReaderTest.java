package weir.bench.idle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    private static final byte[] HELLO = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    private final ResponseReader reader = new ResponseReader();

    @Test
    void findsTheEndWhereverTheBytesAreCut() {
        for (int cut = 1; cut < HELLO.length; cut++) {
            reader.reset();
            assertEquals(ResponseReader.NEED_MORE, reader.feed(HELLO, cut), "cut at " + cut);
            final byte[] rest = Arrays.copyOfRange(HELLO, cut, HELLO.length);
            assertEquals(ResponseReader.COMPLETE, reader.feed(rest, rest.length), "cut at " + cut);
            assertEquals(200, reader.status());
        }
    }

    @Test
    void completesAtTheHeadWhenThereIsNoBody() {
        assertEquals(ResponseReader.COMPLETE, feed("HTTP/1.1 503 Busy\r\ncontent-length:0\r\n\r\n"));
        assertEquals(503, reader.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"
            })
    void refusesWhatItCannotDelimit(String wire) {
        assertEquals(ResponseReader.REFUSED, feed(wire));
    }

    private int feed(String wire) {
        final byte[] bytes = bytes(wire);
        return reader.feed(bytes, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
