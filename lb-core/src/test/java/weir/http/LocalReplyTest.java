package weir.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.testkit.Wire;

class LocalReplyTest {
    private static final byte[] DATE_LINE = HttpDate.line(784_111_777_000L);

    private final LocalReply reply = new LocalReply(Wire.direct(512));

    private static String text(ByteBuffer out) {
        return Wire.text(out, out.position(), out.limit());
    }

    private LocalReply unavailable() {
        return reply.begin(503, DATE_LINE)
                .add(Wire.bytes("Content-Type: text/plain\r\n"))
                .body(Wire.bytes("not "))
                .body(Wire.bytes("now\n"))
                .length()
                .add(Wire.bytes("Retry-After: "), 120);
    }

    @Test
    void isWritten() {
        assertEquals(Wire.crlf("""
                        HTTP/1.1 503 Service Unavailable
                        Date: Sun, 06 Nov 1994 08:49:37 GMT
                        Content-Type: text/plain
                        Content-Length: 8
                        Retry-After: 120

                        """) + "not now\n", text(unavailable().end(true, false)));
        assertEquals(503, reply.status());
    }

    @Test
    void saysThatTheConnectionEnds() {
        assertEquals(
                "Retry-After: 120\r\nConnection: close\r\n\r\nnot now\n",
                text(unavailable().end(false, false)).replaceAll("(?s).*(?=Retry)", ""));
    }

    @Test
    void tellsHeadOfABodyThatDoesNotCome() {
        assertEquals(
                "Content-Length: 8\r\nRetry-After: 120\r\n\r\n",
                text(unavailable().end(true, true)).replaceAll("(?s).*(?=Content-L)", ""));
    }

    @Test
    void takesPartsOfALineFromAHead() {
        final ByteBuffer head = Wire.direct("GET /path HTTP/1.1");
        reply.begin(308, DATE_LINE).length().add(Wire.bytes("Location: ")).add(head, 4, 9);
        assertEquals(
                "HTTP/1.1 308 Permanent Redirect\r\nContent-Length: 0\r\nLocation: /path\r\n\r\n",
                text(reply.endLine().end(true, false)).replaceAll("Date: .*\r\n", ""));
    }

    @Test
    void forgetsTheReplyBefore() {
        unavailable().end(true, false);
        assertEquals(
                "HTTP/1.1 204 No Content\r\n\r\n",
                text(reply.begin(204, DATE_LINE).end(true, false)).replaceAll("Date: .*\r\n", ""));
    }

    @ParameterizedTest
    @CsvSource({"200, OK", "404, Not Found", "505, HTTP Version Not Supported", "299, Error", "599, Error"})
    void hasAPhraseForEachStatus(int status, String phrase) {
        assertEquals(phrase, Status.phrase(status));
        assertEquals("HTTP/1.1 " + status + " " + phrase + "\r\n", Wire.text(Status.line(status)));
    }
}
