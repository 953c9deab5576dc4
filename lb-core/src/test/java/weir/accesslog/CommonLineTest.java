package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.AccessLog;

/** The formats that Apache and nginx have, byte by byte. */
class CommonLineTest {
    private static final long END_MS = 1_767_323_045_007L;
    private static final EndWords WORDS = new EndWords(List.of("served", "client_gone", "stopped"), List.of());
    private static final RecordLayout COMBINED =
            new RecordLayout(List.of(AccessLog.REFERER, AccessLog.USER_AGENT), false);
    /** What tools that read such logs look for. */
    private static final Pattern LINE = Pattern.compile(
            "(\\S+) (\\S+) (\\S+) \\[([^\\]]+)] \"([^\"]*)\" (\\d{3}) (\\d+|-)" + " \"([^\"]*)\" \"([^\"]*)\"\n");

    private final Lines lines = new Lines();
    private AccessRecord record = new AccessRecord(COMBINED);

    @Test
    void writesTheCombinedFormat() {
        fill();
        field(0, "https://example.com/start");
        field(1, "curl/8.5.0");
        assertEquals(
                "192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] \"GET /a?b=c HTTP/1.1\" 200 5120"
                        + " \"https://example.com/start\" \"curl/8.5.0\"\n",
                line(COMBINED, "UTC"));
    }

    @Test
    void writesTheCommonFormat() {
        record = new AccessRecord();
        fill();
        assertEquals(
                "192.0.2.7 - - [01/Jan/2026:23:34:05 -0330] \"GET /a?b=c HTTP/1.1\" 200 5120\n",
                line(RecordLayout.PLAIN, "America/St_Johns"));
    }

    @Test
    void hasADashForWhatThereIsNoneOf() {
        record.set(Value.END, 0);
        assertEquals("- - - [02/Jan/2026:03:04:05 +0000] \"-\" 000 - \"-\" \"-\"\n", line(COMBINED, "UTC"));
    }

    @Test
    void anEmptyFieldIsNotAnAbsentOne() {
        fill();
        field(0, "");
        assertTrue(line(COMBINED, "UTC").endsWith(" \"\" \"-\"\n"));
    }

    @Test
    void aRequestThatWasRefusedInItsMiddleHasNoVersion() {
        fill();
        record.set(Value.VERSION_MINOR, AccessRecord.ABSENT);
        assertTrue(line(COMBINED, "UTC").contains(" \"GET /a?b=c\" "));
    }

    @ParameterizedTest
    @CsvSource({"0, 000", "1, 499", "2, 000"})
    void theStatusHasThreeDigitsEvenWithoutAResponse(int end, String shown) {
        record.set(Value.END, end);
        record.set(Value.STATUS, 0);
        assertTrue(line(COMBINED, "UTC").contains("\"-\" " + shown + " "), line(COMBINED, "UTC"));
    }

    /** What was sent, in Java's notation, and what nginx writes for it. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a\" 200 1 \"b, a\\x22 200 1 \\x22b",
                "a\\\\, a\\x5C",
                "a\\r\\nb, a\\x0D\\x0Ab",
                "\\0, \\x00",
                "\\33[2J, \\x1B[2J",
                "\\177\\200\\377, \\x7F\\x80\\xFF",
                "~ !, ~ !"
            })
    void escapesAsNginxDoes(String sent, String shown) {
        field(1, sent.translateEscapes());
        assertTrue(line(COMBINED, "UTC").endsWith(" \"-\" \"" + shown + "\"\n"), line(COMBINED, "UTC"));
    }

    @Test
    void anyBytesOfAClientAreReadBackAsTheyWere() {
        final Random random = new Random(20_261_201);
        for (int i = 0; i < 5_000; i++) {
            record = new AccessRecord(COMBINED);
            final String[] sent = {text(random, 32), text(random, 456), text(random, 512), text(random, 512)};
            set(Text.METHOD, sent[0]);
            set(Text.TARGET, sent[1]);
            field(0, sent[2]);
            field(1, sent[3]);
            final String line = line(COMBINED, "UTC");
            final Matcher parts = LINE.matcher(line);
            assertTrue(parts.matches(), line);
            assertEquals(sent[0].isEmpty() ? "-" : sent[0] + ' ' + sent[1], decoded(parts.group(5)));
            assertEquals(sent[2], decoded(parts.group(8)));
            assertEquals(sent[3], decoded(parts.group(9)));
        }
    }

    private static String text(Random random, int max) {
        final byte[] bytes = new byte[random.nextInt(max + 1)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String decoded(String field) {
        return Pattern.compile("\\\\x([0-9A-F]{2})")
                .matcher(field)
                .replaceAll(
                        hex -> Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(hex.group(1), 16))));
    }

    @Test
    void theWorstLineFits() {
        for (Text text : Text.values()) {
            if (text != Text.ATTEMPTS) {
                record.set(text, new byte[text.bytesMax()]);
            }
        }
        field(0, "\0".repeat(1_000));
        field(1, "\0".repeat(1_000));
        record.set(Value.RESPONSE_BYTES, Long.MAX_VALUE);
        assertTrue(line(COMBINED, "UTC").length() < Lines.LINE_BYTES_MAX);
        assertEquals(1, record.get(Value.IS_CUT));
    }

    private void fill() {
        record.set(Text.CLIENT, new byte[] {(byte) 192, 0, 2, 7});
        set(Text.METHOD, "GET");
        set(Text.TARGET, "/a?b=c");
        record.set(Value.VERSION_MINOR, 1);
        record.set(Value.STATUS, 200);
        record.set(Value.END, 0);
        record.set(Value.RESPONSE_BYTES, 5_120);
    }

    private void set(Text text, String value) {
        record.set(text, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void field(int index, String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        record.setField(index, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private String line(RecordLayout layout, String zone) {
        lines.clear();
        new CommonLine(layout, WORDS, ZoneId.of(zone), lines).write(record, END_MS);
        return StandardCharsets.ISO_8859_1.decode(lines.content()).toString();
    }
}
