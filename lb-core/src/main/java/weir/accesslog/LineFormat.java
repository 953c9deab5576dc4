package weir.accesslog;

import java.io.IOException;
import java.time.ZoneId;
import weir.model.AccessLog;
import weir.template.Part;

/** Makes a line of a record; whatever is in it, that is one line, in printable ASCII. Thread: the writer's. */
interface LineFormat {
    /** @param endMs when the exchange ended, in milliseconds since 1970 */
    void write(AccessRecord record, long endMs) throws IOException;

    static LineFormat of(AccessLog log, EndWords words, Lines out) throws IOException {
        final LineFormat line = ofFormat(log, words, out);
        return log.syslog() == null
                ? line
                : new SyslogFormat(
                        log.syslog(),
                        HostName.ofThisMachine(),
                        ProcessHandle.current().pid(),
                        line,
                        out);
    }

    private static LineFormat ofFormat(AccessLog log, EndWords words, Lines out) throws IOException {
        return switch (log.format()) {
            case TEXT -> keyed(log, words, new TextFields(out));
            case JSON -> keyed(log, words, new JsonFields(out));
            case PATTERN -> new PatternLine(log.pattern(), RecordLayout.of(log), words, ZoneId.systemDefault(), out);
            case COMMON, COMBINED -> new CommonLine(RecordLayout.of(log), words, ZoneId.systemDefault(), out);
        };
    }

    private static LineFormat keyed(AccessLog log, EndWords words, Fields fields) {
        final AccessLine line =
                new AccessLine(words, log.fields().stream().map(Part::word).toList());
        return (record, endMs) -> line.write(record, endMs, fields);
    }
}
