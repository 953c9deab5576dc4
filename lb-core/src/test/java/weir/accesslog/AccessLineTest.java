package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;

/** Lines of both formats; above all, that nobody can forge one. */
class AccessLineTest {
    private static final long END_MS = 1_767_323_045_007L;

    private final Lines lines = new Lines();
    private final AccessLine line = new AccessLine(new EndWords(List.of("served", "refused"), List.of("bad_method")));
    private final AccessRecord record = new AccessRecord();

    @Test
    void saysAllOfAServedRequest() throws IOException {
        fill();
        assertEquals(
                "time=2026-01-02T03:04:05.007Z listener=web client=192.0.2.7 method=\"GET\" target=\"/a?b=c\""
                        + " host=\"example.com\" version=1.1 status=200 end=served fault=- pool=app"
                        + " backend=127.0.0.1:9001 reused=yes retries=1 request_bytes=2 response_bytes=3 total_us=1000"
                        + " head_us=4 queue_us=7 connect_us=5 response_us=6\n",
                text());
    }

    @Test
    void saysWhatThereWasNoneOf() throws IOException {
        record.set(Value.END, 1);
        record.set(Value.FAULT, 0);
        assertEquals(
                "time=2026-01-02T03:04:05.007Z listener=- client=- method=- target=- host=- version=- status=-"
                        + " end=refused fault=bad_method pool=- backend=- reused=no retries=- request_bytes=-"
                        + " response_bytes=- total_us=- head_us=- queue_us=- connect_us=- response_us=-\n",
                text());
    }

    @Test
    void saysTheSameInJson() throws IOException {
        fill();
        final Map<String, String> fields = json();
        assertEquals("2026-01-02T03:04:05.007Z", fields.get("time"));
        assertEquals("/a?b=c", fields.get("target"));
        assertEquals("200", fields.get("status"));
        assertEquals("true", fields.get("reused"));
        assertNull(fields.get("fault"));
        final List<String> textNames = java.util.Arrays.stream(text().split(" "))
                .map(field -> field.substring(0, field.indexOf('=')))
                .toList();
        assertEquals(textNames, List.copyOf(fields.keySet()));
    }

    @Test
    void ownsUpToHavingCut() throws IOException {
        record.set(Text.TARGET, new byte[10_000]);
        assertTrue(text().endsWith(" cut=yes\n"));
        assertEquals("true", json().get("cut"));
    }

    @Test
    void writesAddressesOfBothFamilies() throws IOException {
        record.set(Text.CLIENT, new byte[] {32, 1, 13, (byte) 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertTrue(text().contains(" client=2001:db8::1 "), text());
    }

    /** What was sent, in Java's notation, and how it stands in the line. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/, \"/\"",
                "-, \"-\"",
                "/\\n, \"/\\x0a\"",
                "/\\r\\ntime=2026, \"/\\x0d\\x0atime=2026\"",
                "/\" status=200 x=\", \"/\\\" status=200 x=\\\"\"",
                "/\\\\, \"/\\\\\"",
                "/\\\\\", \"/\\\\\\\"\"",
                "/\\0, \"/\\x00\"",
                "/\\33[2J, \"/\\x1b[2J\"",
                "/\\177, \"/\\x7f\"",
                "/\\205\\303\\244, \"/\\x85\\xc3\\xa4\""
            })
    void escapesWhatClientsSend(String sent, String shown) throws IOException {
        record.set(Text.TARGET, sent.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(text().contains(" target=" + shown + " host=-"), text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noByteEndsALineOrTheQuotes(String format) throws IOException {
        final byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        record.set(Text.TARGET, bytes);
        final String written = format.equals("text") ? text() : jsonText();
        assertEquals(written.length() - 1, written.indexOf('\n'));
        assertTrue(written.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= 0x7f), written);
        assertEquals(new String(bytes, StandardCharsets.ISO_8859_1), json().get("target"));
    }

    @Test
    void quotesNamesThatNoFileWouldAccept() throws IOException {
        record.set(Text.POOL, "a b=\"c\"".getBytes());
        record.set(Text.BACKEND, "-".getBytes());
        assertTrue(text().contains(" pool=\"a b=\\\"c\\\"\" backend=\"-\" "), text());
    }

    @Test
    void saysEachAttempt() throws IOException {
        final AccessRecord record = new AccessRecord(new RecordLayout(List.of(), true));
        final AttemptList attempts = new AttemptList();
        attempts.add(1, 3_120, "b1".getBytes());
        attempts.addStatus(503, 40, "b\"2\n".getBytes());
        attempts.add(0, 12_000, "127.0.0.1:9003".getBytes());
        attempts.putInto(record);
        assertTrue(write(record, new TextFields(lines))
                .endsWith(" attempts=\"b1:refused:3120us b\\\"2\\x0a:status_503:40us"
                        + " 127.0.0.1:9003:served:12000us\"\n"));
        assertTrue(write(record, new JsonFields(lines))
                .endsWith(",\"attempts\":[{\"backend\":\"b1\",\"end\":\"refused\",\"us\":3120},"
                        + "{\"backend\":\"b\\\"2\\n\",\"end\":\"status_503\",\"us\":40},"
                        + "{\"backend\":\"127.0.0.1:9003\",\"end\":\"served\",\"us\":12000}]}\n"));
    }

    @Test
    void anExchangeWithoutAttemptHasAnEmptyList() throws IOException {
        final AccessRecord record = new AccessRecord(new RecordLayout(List.of(), true));
        assertTrue(write(record, new TextFields(lines)).endsWith(" attempts=\"\"\n"));
        assertTrue(write(record, new JsonFields(lines)).endsWith(",\"attempts\":[]}\n"));
    }

    @Test
    void ofManyAttemptsTheFirstOnesAndTheLastAreThere() throws IOException {
        final AccessRecord record = new AccessRecord(new RecordLayout(List.of(), true));
        final AttemptList attempts = new AttemptList();
        for (int i = 1; i <= 17; i++) {
            attempts.add(1, i, ("b" + i).repeat(99).getBytes());
        }
        attempts.putInto(record);
        final String line = write(record, new TextFields(lines));
        assertTrue(line.contains("b7:refused:7us b17b17"), line);
        assertTrue(line.endsWith(":refused:17us\"\n"), line);
        assertTrue(line.length() < Lines.LINE_BYTES_MAX);
        attempts.clear();
        attempts.putInto(new AccessRecord(new RecordLayout(List.of(), true)));
    }

    @Test
    void theWorstLineFits() throws IOException {
        for (Text text : Text.values()) {
            if (text != Text.ATTEMPTS) {
                record.set(text, new byte[text == Text.CLIENT ? 16 : text.bytesMax()]);
            }
        }
        for (Value value : Value.values()) {
            if (value != Value.END && value != Value.FAULT) {
                record.set(value, Long.MIN_VALUE);
            }
        }
        assertTrue(text().length() < Lines.LINE_BYTES_MAX, text());
        assertTrue(jsonText().length() < Lines.LINE_BYTES_MAX, jsonText());
        assertFalse(lines.isFull());
    }

    private void fill() {
        record.set(Text.LISTENER, "web".getBytes());
        record.set(Text.CLIENT, new byte[] {(byte) 192, 0, 2, 7});
        record.set(Text.METHOD, "GET".getBytes());
        record.set(Text.TARGET, "/a?b=c".getBytes());
        record.set(Text.HOST, "example.com".getBytes());
        record.set(Text.POOL, "app".getBytes());
        record.set(Text.BACKEND, "127.0.0.1:9001".getBytes());
        record.set(Value.VERSION_MINOR, 1);
        record.set(Value.STATUS, 200);
        record.set(Value.END, 0);
        record.set(Value.IS_REUSED, 1);
        record.set(Value.RETRIES, 1);
        record.set(Value.REQUEST_BYTES, 2);
        record.set(Value.RESPONSE_BYTES, 3);
        record.set(Value.TOTAL_US, 1_000);
        record.set(Value.HEAD_US, 4);
        record.set(Value.CONNECT_US, 5);
        record.set(Value.RESPONSE_US, 6);
        record.set(Value.QUEUE_US, 7);
    }

    private String text() throws IOException {
        return write(new TextFields(lines));
    }

    private String jsonText() throws IOException {
        return write(new JsonFields(lines));
    }

    private String write(Fields fields) throws IOException {
        return write(record, fields);
    }

    private String write(AccessRecord record, Fields fields) throws IOException {
        lines.clear();
        line.write(record, END_MS, fields);
        return StandardCharsets.UTF_8.decode(lines.content()).toString();
    }

    private Map<String, String> json() throws IOException {
        final Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(jsonText())) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                final JsonToken token = parser.nextToken();
                fields.put(name, token == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        }
        return fields;
    }
}
