package weir.accesslog;

import java.util.List;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.buf.Ascii;
import weir.model.AccessLog;

/**
 * What records have room for, which goes by the lines that are made of them: who asks for no field of the request has
 * small records. Immutable, any thread.
 */
public final class RecordLayout {
    /** Longer values are cut. */
    public static final int FIELD_BYTES_MAX = 512;
    /** A record is copied as far as it is used, but a ring has room for the largest of each. */
    public static final int FIELDS_MAX = 8;

    public static final String REFERER = "referer";
    public static final String USER_AGENT = "user-agent";

    public static final RecordLayout PLAIN = new RecordLayout(List.of(), false);

    private final List<String> names;
    private final byte[][] fields;
    private final boolean hasAttempts;
    private final int bytes;

    /**
     * @param fields of the request, in lower case
     * @param hasAttempts there is room for {@link Text#ATTEMPTS}
     */
    RecordLayout(List<String> fields, boolean hasAttempts) {
        assert fields.size() <= FIELDS_MAX : fields.size() + " fields";
        this.names = List.copyOf(fields);
        this.fields = fields.stream().map(Ascii::bytes).toArray(byte[][]::new);
        this.hasAttempts = hasAttempts;
        bytes = AccessRecord.BYTES
                + fields.size() * (4 + FIELD_BYTES_MAX)
                + (hasAttempts ? Text.ATTEMPTS.bytesMax() : 0);
        assert bytesOf(Text.values(), Value.values()) - Text.ATTEMPTS.bytesMax() <= AccessRecord.BYTES
                : "texts have grown";
    }

    /** That such a log asks for. */
    public static RecordLayout of(AccessLog log) {
        return switch (log.format()) {
            case TEXT, JSON -> log.attempts() ? new RecordLayout(List.of(), true) : PLAIN;
            case COMMON -> PLAIN;
            case COMBINED -> new RecordLayout(List.of(REFERER, USER_AGENT), false);
        };
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
        return fields.length;
    }

    /** In lower case; not to be written to. */
    public byte[] field(int index) {
        return fields[index];
    }

    int indexOf(String field) {
        return names.indexOf(field);
    }
}
