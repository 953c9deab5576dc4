package weir.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;

class AccessRecordTest {
    /** With all that one may have. */
    private static final RecordLayout LAYOUT = new RecordLayout(List.of(), true);

    private final AccessRecord record = new AccessRecord(LAYOUT);

    @Test
    void beginsWithEverythingAbsent() {
        for (Value value : Value.values()) {
            assertEquals(AccessRecord.ABSENT, record.get(value), value.name());
        }
        for (Text text : Text.values()) {
            assertEquals(0, record.length(text), text.name());
        }
    }

    @Test
    void keepsEachValueApart() {
        for (Value value : Value.values()) {
            record.set(value, Long.MAX_VALUE - value.ordinal());
        }
        for (Value value : Value.values()) {
            assertEquals(Long.MAX_VALUE - value.ordinal(), record.get(value), value.name());
        }
    }

    @Test
    void hasRoomForTheLongestOfAllTexts() {
        for (Text text : Text.values()) {
            final byte[] bytes = new byte[text.bytesMax()];
            java.util.Arrays.fill(bytes, (byte) ('a' + text.ordinal()));
            record.set(text, bytes);
        }
        assertEquals(AccessRecord.ABSENT, record.get(Value.IS_CUT));
        final AccessRecord copy = copy(record);
        for (Text text : Text.values()) {
            assertEquals(text.bytesMax(), copy.length(text), text.name());
            for (int i = 0; i < text.bytesMax(); i++) {
                assertEquals('a' + text.ordinal(), copy.at(text, i), text.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsATextThatIsTooLong(Text text) {
        final byte[] bytes = new byte[text.bytesMax() + 1];
        record.set(text, ByteBuffer.wrap(bytes), 0, bytes.length);
        assertEquals(text.bytesMax(), record.length(text));
        assertEquals(1, record.get(Value.IS_CUT));
    }

    @Test
    void forgetsWhenCleared() {
        record.set(Text.METHOD, new byte[99]);
        record.set(Value.STATUS, 200);
        record.clear();
        beginsWithEverythingAbsent();
    }

    @Test
    void takesPartsOfABuffer() {
        final ByteBuffer direct = ByteBuffer.allocateDirect(8).put(2, "GET".getBytes());
        record.set(Text.METHOD, direct, 2, 5);
        assertTrue(record.at(Text.METHOD, 0) == 'G' && record.at(Text.METHOD, 2) == 'T');
        assertEquals(0, direct.position());
    }

    private static AccessRecord copy(AccessRecord record) {
        final ByteBuffer slot = ByteBuffer.allocate(LAYOUT.bytes());
        record.copyTo(slot, 0);
        final AccessRecord copy = new AccessRecord(LAYOUT);
        copy.copyFrom(slot, 0);
        return copy;
    }
}
