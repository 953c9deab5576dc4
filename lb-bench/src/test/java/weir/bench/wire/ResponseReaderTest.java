package weir.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|5|HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello",
                "200|0|HTTP/1.1 200\\r\\nContent-Length: 0\\r\\n\\r\\n",
                "204|0|HTTP/1.1 204 No Content\\r\\n\\r\\n",
                "304|0|HTTP/1.1 304 Not Modified\\r\\nContent-Length: 9\\r\\n\\r\\n",
                "201|4|HTTP/1.1 100 Continue\\r\\nContent-Length: 1\\r\\n\\r\\nHTTP/1.1 201 Created\\r\\nContent-Length: 4\\r\\n\\r\\nabcd",
                "503|13|HTTP/1.1 503 No\\r\\ntransfer-encoding: chunked\\r\\n\\r\\nD\\r\\n0123456789abc\\r\\n0\\r\\n\\r\\n",
            })
    void readsAResponseWhereverItIsCut(int status, long bodyBytes, String escaped) {
        final byte[] bytes = bytes(escaped);
        for (int cut = 0; cut < bytes.length; cut++) {
            final ResponseReader reader = new ResponseReader();
            reader.next(false);
            assertEquals(cut, reader.consume(bytes, 0, cut));
            assertFalse(reader.isComplete(), "cut at " + cut);
            assertEquals(bytes.length, reader.consume(bytes, cut, bytes.length));
            assertTrue(reader.isComplete() && reader.isPersistent(), "cut at " + cut);
            assertEquals(status, reader.status());
            assertEquals(bodyBytes, reader.bodyBytes());
        }
    }

    @Test
    void takesTheEndOfTheConnectionAsTheEndOfABodyWithoutLength() {
        final ResponseReader reader = read("HTTP/1.1 200 OK\\r\\n\\r\\nabc", false);
        assertFalse(reader.isComplete());
        reader.onConnectionEnd();
        assertTrue(reader.isComplete());
        assertFalse(reader.isPersistent());
        assertEquals(3, reader.bodyBytes());
    }

    @Test
    void doesNotTakeTheEndOfTheConnectionAsTheEndOfABodyWithLength() {
        final ResponseReader reader = read("HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nabc", false);
        reader.onConnectionEnd();
        assertFalse(reader.isComplete());
    }

    @Test
    void expectsNoBodyAfterHead() {
        assertTrue(
                read("HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\n", true).isComplete());
    }

    @Test
    void knowsWhetherTheConnectionStays() {
        assertFalse(read("HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 0\\r\\n\\r\\n", false)
                .isPersistent());
        assertFalse(read("HTTP/1.0 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n", false)
                .isPersistent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2p1 Debian\\r\\n",
                "HTTP/2.0 200 OK\\r\\n",
                "HTTP/1.1 2x0 OK\\r\\n",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\n",
                "HTTP/1.1 101 Switching\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nhello\\r\\n"
            })
    void refusesWhatItCannotRead(String escaped) {
        assertTrue(read(escaped, false).isMalformed());
    }

    private static ResponseReader read(String escaped, boolean answersHead) {
        final byte[] bytes = bytes(escaped);
        final ResponseReader reader = new ResponseReader();
        reader.next(answersHead);
        reader.consume(bytes, 0, bytes.length);
        return reader;
    }

    private static byte[] bytes(String escaped) {
        return escaped.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
