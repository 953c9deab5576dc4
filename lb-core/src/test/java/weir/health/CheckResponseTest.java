package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.buf.BufferPool;
import weir.model.HttpCheck;
import weir.model.StatusSet;

class CheckResponseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final HttpCheck CHECK = HttpCheck.DEFAULTS;
    private static final HttpCheck TEXT = CHECK.withExpectBody("ready");
    private static final HttpCheck WEIGHT = CHECK.withWeightFromBody();

    /** The verdict on a response that comes in one piece, then the connection's end; the same at every split. */
    private static Verdict verdict(HttpCheck check, String response) {
        final byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
        final Verdict whole = verdict(check, bytes, bytes.length);
        for (int split = 1; split < bytes.length; split++) {
            assertEquals(whole, verdict(check, bytes, split), "split at " + split);
        }
        return whole;
    }

    private static Verdict verdict(HttpCheck check, byte[] bytes, int split) {
        final ByteBuffer buffer = buffer(1024);
        final CheckResponse response = new CheckResponse(new CheckResponse.Heads(), check);
        response.begin();
        Verdict verdict = response.onBytes(buffer.put(bytes, 0, split));
        if (verdict == null && split < bytes.length) {
            verdict = response.onBytes(buffer.put(bytes, split, bytes.length - split));
        }
        return verdict == null ? response.onEnd(buffer) : verdict;
    }

    private static ByteBuffer buffer(int bytes) {
        return new BufferPool(bytes, 1).take();
    }

    @Test
    void goesByTheStatus() {
        final HttpCheck check = CHECK.withExpect(
                new StatusSet(java.util.List.of(new StatusSet.Span(200, 204), new StatusSet.Span(404, 404))));
        assertTrue(verdict(check, OK + "\r\n").isSuccess());
        assertTrue(verdict(check, "HTTP/1.1 404 Not Found\r\n\r\n").isSuccess());
        final Verdict refused = verdict(check, "HTTP/1.1 205 Reset\r\n\r\n");
        assertFalse(refused.isSuccess());
        assertEquals("status 205", refused.reason());
    }

    @Test
    void looksPastInterimHeads() {
        assertTrue(verdict(CHECK, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK + "\r\n")
                .isSuccess());
    }

    @Test
    void takes404ForAWishToBeDrainedWhereTheFileSaysSo() {
        final Verdict verdict = verdict(CHECK.withDrainOn404(), "HTTP/1.1 404 Not Found\r\n\r\n");
        assertTrue(verdict.isSuccess());
        assertTrue(verdict.asksForDrain());
        assertFalse(verdict(CHECK, "HTTP/1.1 404 Not Found\r\n\r\n").isSuccess());
    }

    @Test
    void findsTextInABodyHoweverItIsFramed() {
        assertTrue(verdict(TEXT, OK + "Content-Length: 12\r\n\r\nalready here").isSuccess());
        assertTrue(verdict(TEXT, OK + "\r\nit is ready").isSuccess());
        assertTrue(verdict(TEXT, OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nrea\r\n2\r\ndy\r\n0\r\n\r\n")
                .isSuccess());
    }

    @Test
    void failsWhereTheTextIsMissing() {
        final Verdict verdict = verdict(TEXT, OK + "Content-Length: 5\r\n\r\nREADY");
        assertFalse(verdict.isSuccess());
        assertEquals("status 200, but the first 5 bytes of the body lack the text", verdict.reason());
        assertFalse(verdict(TEXT, OK + "Content-Length: 50\r\n\r\nready").isSuccess(), "the body is cut");
    }

    @Test
    void readsNoMoreOfABodyThanTheBufferHolds() {
        final ByteBuffer buffer = buffer(64);
        final CheckResponse response = new CheckResponse(new CheckResponse.Heads(), TEXT);
        response.begin();
        final String start = OK + "\r\n";
        final Verdict verdict = response.onBytes(
                buffer.put((start + "x".repeat(64 - start.length())).getBytes(StandardCharsets.UTF_8)));
        assertNotNull(verdict);
        assertFalse(verdict.isSuccess());
    }

    @Test
    void refusesAHeadThatFillsTheBuffer() {
        final ByteBuffer buffer = buffer(64);
        final CheckResponse response = new CheckResponse(new CheckResponse.Heads(), CHECK);
        response.begin();
        final Verdict verdict = response.onBytes(
                buffer.put((OK + "X: " + "x".repeat(64 - OK.length() - 3)).getBytes(StandardCharsets.UTF_8)));
        assertEquals(Verdict.failure("response refused: head_too_large"), verdict);
    }

    @Test
    void hearsAWeight() {
        final Verdict verdict =
                verdict(WEIGHT, OK + "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"weight\": \r\n4\r\n40 }\r\n0\r\n\r\n");
        assertEquals(40, verdict.weight().weight());
        assertNull(verdict.weight().fault());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '{"weight": 2.5}'                       | 2.5 |
            '{"a": {"weight": 1}, "weight": 0}'     | 0   |
            '{"weight": 256, "x": '                 | 256 |
            '{"weight": 257}'                       |     | weight is not within 0..256
            '{"weight": -1}'                        |     | weight is not within 0..256
            '{"weight": 1e999}'                     |     | weight is not within 0..256
            '{"weight": "40"}'                      |     | weight is no number
            '{"weight": NaN}'                       |     | the body is no complete JSON
            '{"load": 1}'                           |     | the body has no weight
            '[1]'                                   |     | the body is no JSON object
            ''                                      |     | the body is no JSON object
            '{"weight"'                             |     | the body is no complete JSON
            'weight=40'                             |     | the body is no complete JSON
            """)
    void readsAWeightOrSaysWhyNot(String body, Double weight, String fault) {
        final WeightReport report = WeightReport.read(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(fault, report.fault());
        if (weight != null) {
            assertEquals(weight, report.weight());
        }
    }

    @Test
    void smoothsReportedWeights() {
        final ReportedWeight weight = new ReportedWeight();
        assertTrue(weight.onReport(100));
        assertEquals(100, weight.weight());
        assertFalse(weight.onReport(95), "too little to make tables anew");
        assertTrue(weight.onReport(50));
        assertTrue(weight.weight() > 50 && weight.weight() < 100);
        for (int i = 0; i < 20; i++) {
            weight.onReport(50);
        }
        assertEquals(50, weight.weight(), 50 / 16.0);
        assertTrue(weight.onReport(0), "at once");
        assertEquals(0, weight.weight());
        assertFalse(weight.onReport(0));
        assertTrue(weight.onReport(50), "and at once back");
        assertEquals(50, weight.weight());
    }
}
