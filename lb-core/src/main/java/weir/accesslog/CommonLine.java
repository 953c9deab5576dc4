package weir.accesslog;

import java.time.ZoneId;
import weir.accesslog.AccessRecord.Text;
import weir.accesslog.AccessRecord.Value;
import weir.model.AccessLog;
import weir.model.ExchangeEnd;

/**
 * The common log format, and the combined one where the layout has its two fields, as nginx writes them: what is
 * absent is {@code -}, and in quotes {@code \\xNN} is what is a quote, a backslash, or not printable.
 *
 * <pre>
 *   192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] "GET /a HTTP/1.1" 200 5120 "https://example.com/" "curl/8.5.0"
 * </pre>
 *
 * <p>Thread: the writer's.
 */
final class CommonLine implements LineFormat {
    /** What nginx makes of a client that goes without a response, and what tools know it by. */
    private static final int CLIENT_CLOSED = 499;

    private final EndWords words;
    private final Lines out;
    private final CommonTime time;
    private final Escape escape;
    private final int referer;
    private final int userAgent;

    CommonLine(RecordLayout layout, EndWords words, ZoneId zone, Lines out) {
        this.words = words;
        this.out = out;
        time = new CommonTime(zone);
        escape = new Escape(out);
        referer = layout.indexOf(AccessLog.REFERER);
        userAgent = layout.indexOf(AccessLog.USER_AGENT);
    }

    @Override
    public void write(AccessRecord record, long endMs) {
        final String client = AccessLine.client(record);
        out.put(client == null ? "-" : client);
        out.put(" - - ["); // neither identd nor a name that was verified
        out.put(time.of(endMs));
        out.put("] \"");
        request(record);
        out.put("\" ");
        status(record);
        out.write(' ');
        final long bytes = record.get(Value.RESPONSE_BYTES);
        out.put(bytes == AccessRecord.ABSENT ? "-" : Long.toString(bytes));
        if (referer >= 0) {
            field(record, referer);
            field(record, userAgent);
        }
        out.write('\n');
    }

    private void request(AccessRecord record) {
        if (record.length(Text.METHOD) == 0) {
            out.write('-');
            return;
        }
        escape.hex(record, AccessRecord.slotOf(Text.METHOD));
        out.write(' ');
        escape.hex(record, AccessRecord.slotOf(Text.TARGET));
        final String version = AccessLine.version(record);
        if (version != null) {
            out.put(" HTTP/");
            out.put(version);
        }
    }

    /** Three digits, as tools that count by the first one expect. */
    private void status(AccessRecord record) {
        final long status = record.get(Value.STATUS);
        if (status > 0) {
            out.put(Long.toString(status));
        } else if (ExchangeEnd.CLIENT_GONE.word().equals(words.end(record))) {
            out.put(Integer.toString(CLIENT_CLOSED));
        } else {
            out.put("000");
        }
    }

    private void field(AccessRecord record, int field) {
        out.put(" \"");
        if (record.hasField(field)) {
            escape.hex(record, AccessRecord.slotOf(field));
        } else {
            out.write('-');
        }
        out.write('"');
    }
}
