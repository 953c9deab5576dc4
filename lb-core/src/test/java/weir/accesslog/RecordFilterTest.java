package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.config.Conditions;
import weir.model.LogCondition;
import weir.model.LogSelection;

/** Which records get to the writer. */
class RecordFilterTest {
    private static final EndWords WORDS = new EndWords(List.of("served", "client_gone"), List.of());

    private final AccessRecord record = new AccessRecord();

    private boolean takes(String only) {
        return RecordFilter.of(new LogSelection(Conditions.of(only), 1, null), WORDS, RecordLayout.PLAIN, 1)
                .takes(record);
    }

    private void fill() {
        record.set(Value.STATUS, 503);
        record.set(Value.END, 0);
        record.set(Value.TOTAL_US, 1_500_000);
        record.set(Value.RESPONSE_BYTES, 2_048);
        record.set(Value.REQUEST_BYTES, 0);
        record.set(Value.RETRIES, 1);
        record.set(Text.METHOD, "GET".getBytes());
        record.set(Text.POOL, "app".getBytes());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "status>=500, true",
                "status>503, false",
                "status=503, true",
                "status!=503, false",
                "status<=503 and status<504, true",
                "time>1s, true",
                "time>2s, false",
                "time>=1500ms, true",
                "bytes=2KiB, true",
                "bytes>2048, false",
                "request_bytes=0, true",
                "retries>0, true",
                "end=served, true",
                "end=client_gone, false",
                "end!=served, false",
                "method=GET, true",
                "method=get, false",
                "method=GE, false",
                "pool='app', true",
                "backend=b, false",
                "backend!=b, true",
                "listener=web or pool=app, true",
                "status<500 or time>2s, false",
                "status<500 and time>1s or retries=1, true",
                "status<500 and (time>1s or retries=1), false",
                "not status<500, true",
                "not (status>=500 or time>1s), false",
                "not not retries=1, true",
            })
    void comparesWhatTheRecordHas(String only, boolean expected) {
        fill();
        assertEquals(expected, takes(only));
    }

    @ParameterizedTest
    @CsvSource({"status=0, false", "status<500, false", "status>0, false", "status!=200, true", "not status>0, true"})
    void whatThereWasNoneOfIsNeitherEqualNorLessNorMore(String only, boolean expected) {
        assertEquals(expected, takes(only));
    }

    @Test
    void thereIsNoneWhereAllIsTaken() {
        assertNull(RecordFilter.of(LogSelection.ALL, WORDS, RecordLayout.PLAIN, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.1, 9500, 10500", "1e-3, 60, 140", "0.999, 99850, 99950"})
    void takesAShare(double share, int min, int max) {
        record.set(Value.STATUS, 200);
        final int count = taken(new LogSelection(null, share, LogSelection.KEPT), 100_000);
        assertTrue(count >= min && count <= max, () -> count + " of 100000");
    }

    @Test
    void neverLeavesOutWhatIsToBeKept() {
        record.set(Value.STATUS, 500);
        assertEquals(1_000, taken(new LogSelection(null, 0, LogSelection.KEPT), 1_000));
        assertEquals(0, taken(new LogSelection(null, 0, null), 1_000));
        final LogCondition other = Conditions.of("status<500");
        assertEquals(0, taken(new LogSelection(other, 0.5, LogSelection.KEPT), 1_000), "only comes first");
    }

    private int taken(LogSelection selection, int of) {
        final RecordFilter filter = RecordFilter.of(selection, WORDS, RecordLayout.PLAIN, 20_261_201);
        int count = 0;
        for (int i = 0; i < of; i++) {
            count += filter.takes(record) ? 1 : 0;
        }
        return count;
    }

    @Test
    void aRecordThatIsLeftOutIsNoDrop() {
        final AccessRing ring = new AccessRing(
                RecordLayout.PLAIN,
                RecordFilter.of(new LogSelection(Conditions.of("status=1"), 1, null), WORDS, RecordLayout.PLAIN, 1),
                1,
                () -> {});
        assertTrue(ring.offer(record));
        assertTrue(ring.offer(record));
        assertEquals(false, ring.poll(new AccessRecord()));
    }
}
