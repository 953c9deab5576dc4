package weir.accesslog;

import java.util.List;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.AccessLog;
import weir.template.Part;
import weir.template.Placeholder;

/**
 * What records have room for, which goes by the lines that are made of them: who asks for nothing beside what each log
 * has, has small records. Immutable, any thread.
 */
public final class RecordLayout {
    /** Longer values are cut. */
    public static final int FIELD_BYTES_MAX = AccessLog.CAPTURED_BYTES_MAX;

    public static final RecordLayout PLAIN = new RecordLayout(List.of(), false);

    private final List<Part> fields;
    private final Placeholder[] placeholders;
    private final byte[][] names;
    private final boolean hasAttempts;
    private final boolean hasValues;
    private final int bytes;

    /**
     * @param fields what is captured of an exchange
     * @param hasAttempts there is room for {@link Text#ATTEMPTS}
     */
    RecordLayout(List<Part> fields, boolean hasAttempts) {
        assert fields.size() <= AccessLog.CAPTURED_MAX : fields.size() + " fields";
        this.fields = List.copyOf(fields);
        this.placeholders = fields.stream().map(Part::placeholder).toArray(Placeholder[]::new);
        this.names = fields.stream().map(Part::bytes).toArray(byte[][]::new);
        this.hasAttempts = hasAttempts;
        this.hasValues = fields.stream().anyMatch(part -> part.placeholder() != Placeholder.HEADER);
        bytes = AccessRecord.BYTES
                + fields.size() * (4 + FIELD_BYTES_MAX)
                + (hasAttempts ? Text.ATTEMPTS.bytesMax() : 0);
        assert bytesOf(Text.values(), Value.values()) - Text.ATTEMPTS.bytesMax() <= AccessRecord.BYTES
                : "texts have grown";
    }

    /** That such a log asks for. */
    public static RecordLayout of(AccessLog log) {
        final boolean hasAttempts = log.attempts() && log.format().hasKeys();
        final List<Part> captured = log.captured();
        return captured.isEmpty() && !hasAttempts ? PLAIN : new RecordLayout(captured, hasAttempts);
    }

    private static int bytesOf(Text[] texts, Value[] values) {
        int sum = 8 + 8 * values.length;
        for (Text text : texts) {
            sum += 4 + text.bytesMax();
        }
        return sum;
    }

    /** Of a record, at most. */
    public int bytes() {
        return bytes;
    }

    public boolean hasAttempts() {
        return hasAttempts;
    }

    public int fieldCount() {
        return placeholders.length;
    }

    /** There are others than fields of the request. */
    public boolean hasValues() {
        return hasValues;
    }

    public Placeholder placeholder(int field) {
        return placeholders[field];
    }

    /** Of a field of the request in lower case, or of a cookie; null for others. Not to be written to. */
    public byte[] name(int field) {
        return names[field];
    }

    int indexOf(Part part) {
        return fields.indexOf(part);
    }
}
