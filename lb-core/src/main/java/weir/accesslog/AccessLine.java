package weir.accesslog;

import java.io.IOException;
import java.util.List;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.buf.IpText;

/** What a line of the access log says, whatever its format. The names are stable identifiers. Thread: the writer's. */
final class AccessLine {
    private final EndWords words;
    private final String[] fields;
    private final TimeText time = new TimeText();
    private final AttemptList attempts = new AttemptList();

    AccessLine(EndWords words) {
        this(words, List.of());
    }

    /** @param fields names of those that are captured, which are a record's first ones */
    AccessLine(EndWords words, List<String> fields) {
        this.words = words;
        this.fields = fields.toArray(String[]::new);
    }

    /** @param endMs when the exchange ended, in milliseconds since 1970 */
    void write(AccessRecord record, long endMs, Fields out) throws IOException {
        out.begin();
        out.word("time", time.of(endMs));
        out.configName("listener", record, Text.LISTENER);
        out.word("client", client(record));
        out.clientText("method", record, Text.METHOD);
        out.clientText("target", record, Text.TARGET);
        out.clientText("host", record, Text.HOST);
        if (record.length(Text.REQUEST_ID) > 0) {
            out.configName("request_id", record, Text.REQUEST_ID); // a token, or made here
        }
        out.word("version", version(record));
        out.number("status", record.get(Value.STATUS));
        out.word("end", words.end(record));
        out.word("fault", words.fault(record));
        out.configName("pool", record, Text.POOL);
        out.configName("backend", record, Text.BACKEND);
        if (record.get(Value.IS_FALLBACK) == 1) {
            out.flag("fallback", true);
        }
        out.flag("reused", record.get(Value.IS_REUSED) == 1);
        out.number("retries", record.get(Value.RETRIES));
        out.number("request_bytes", record.get(Value.REQUEST_BYTES));
        out.number("response_bytes", record.get(Value.RESPONSE_BYTES));
        out.number("total_us", record.get(Value.TOTAL_US));
        out.number("head_us", record.get(Value.HEAD_US));
        out.number("queue_us", record.get(Value.QUEUE_US));
        out.number("connect_us", record.get(Value.CONNECT_US));
        out.number("response_us", record.get(Value.RESPONSE_US));
        if (record.get(Value.IS_CUT) == 1) {
            out.flag("cut", true);
        }
        for (int i = 0; i < fields.length; i++) {
            out.clientText(fields[i], record, AccessRecord.slotOf(i));
        }
        if (record.layout().hasAttempts()) {
            attempts.readFrom(record);
            out.attempts("attempts", attempts, words);
        }
        out.end();
    }

    static String version(AccessRecord record) {
        final long minor = record.get(Value.VERSION_MINOR);
        return minor == AccessRecord.ABSENT ? null : minor == 0 ? "1.0" : "1.1";
    }

    static String client(AccessRecord record) {
        final byte[] address = new byte[record.length(Text.CLIENT)];
        for (int i = 0; i < address.length; i++) {
            address[i] = record.at(Text.CLIENT, i);
        }
        if (address.length == 1) {
            return "unix";
        }
        return address.length == 0 ? null : IpText.text(address);
    }
}
