package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.AccessLog;
import weir.model.LogSelection;
import weir.template.Template;

/** Lines as a user's pattern has them. */
class PatternLineTest {
    private static final long END_MS = 1_767_323_045_007L;
    private static final EndWords WORDS = new EndWords(List.of("served"), List.of());

    private final Lines lines = new Lines();

    private AccessRecord record;

    private static RecordLayout layout(String pattern) {
        return new RecordLayout(
                AccessLog.captured(AccessLog.Format.PATTERN, Template.of(pattern), List.of(), LogSelection.ALL), false);
    }

    private String line(String pattern) {
        lines.clear();
        new PatternLine(Template.of(pattern), record.layout(), WORDS, ZoneId.of("UTC"), lines).write(record, END_MS);
        return StandardCharsets.ISO_8859_1.decode(lines.content()).toString();
    }

    @Test
    void writesWhatEachLogHas() {
        final String pattern = "{client} {method} {status} {bytes}/{request_bytes} {duration}ms {end} {retries} "
                + "{listener}>{pool}>{backend} {time} [{time_local}] {{x}";
        record = new AccessRecord(layout(pattern));
        assertEquals(0, record.layout().fieldCount());
        record.set(Text.CLIENT, new byte[] {(byte) 192, 0, 2, 7});
        record.set(Text.METHOD, "GET".getBytes());
        record.set(Text.LISTENER, "web".getBytes());
        record.set(Text.POOL, "app".getBytes());
        record.set(Text.BACKEND, "b1".getBytes());
        record.set(Value.STATUS, 200);
        record.set(Value.RESPONSE_BYTES, 5_120);
        record.set(Value.REQUEST_BYTES, 0);
        record.set(Value.TOTAL_US, 1_005);
        record.set(Value.END, 0);
        record.set(Value.RETRIES, 1);
        assertEquals(
                "192.0.2.7 GET 200 5120/0 1.005ms served 1 web>app>b1 2026-01-02T03:04:05.007Z "
                        + "[02/Jan/2026:03:04:05 +0000] {x}\n",
                line(pattern));
    }

    @Test
    void hasADashForWhatThereIsNoneOf() {
        final String pattern = "{client} {method} {status} {bytes} {duration} {end} {pool} {host} {header:X-A}";
        record = new AccessRecord(layout(pattern));
        assertEquals("- - - - - - - - -\n", line(pattern));
    }

    @Test
    void noByteOfAClientBreaksALineOrItsQuotes() {
        final String pattern = "\"{header:X-A}\" \"{cookie:id}\"";
        final Random random = new Random(20_261_201);
        for (int i = 0; i < 2_000; i++) {
            record = new AccessRecord(layout(pattern));
            for (int field = 0; field < 2; field++) {
                final byte[] bytes = new byte[1 + random.nextInt(600)];
                random.nextBytes(bytes);
                record.setField(field, ByteBuffer.wrap(bytes), 0, bytes.length);
            }
            assertTrue(line(pattern).matches("\"[ !#-~]+\" \"[ !#-~]+\"\n"));
        }
    }

    /** As many values as a pattern may have, all of them repeated. */
    @Test
    void theWorstLineThatRepeatsAValueFits() {
        final String piece = "{header:a}{client}{method}{pool}{backend}{listener}";
        final String pattern = piece.repeat(AccessLog.LINE_BYTES_MAX / AccessLog.lineBytesMax(Template.of(piece)));
        record = new AccessRecord(layout(pattern));
        record.setField(0, new byte[600], 600);
        record.set(Text.CLIENT, new byte[16]);
        for (Text text : List.of(Text.METHOD, Text.POOL, Text.BACKEND, Text.LISTENER)) {
            record.set(text, new byte[text.bytesMax()]);
        }
        final int length = line(pattern).length();
        assertTrue(length <= AccessLog.lineBytesMax(Template.of(pattern)) + 1, () -> "has " + length);
        assertTrue(length < Lines.LINE_BYTES_MAX, () -> "has " + length);
    }

    @Test
    void theWorstLineFits() {
        final String pattern = "{header:a}{header:b}{header:c}{header:d}{header:e}{header:f}{cookie:g}{path}{method}"
                + "x".repeat(900);
        record = new AccessRecord(layout(pattern));
        for (int field = 0; field < AccessLog.CAPTURED_MAX; field++) {
            record.setField(field, new byte[600], 600);
        }
        record.set(Text.METHOD, new byte[32]);
        assertTrue(line(pattern).length() < Lines.LINE_BYTES_MAX);
    }
}
