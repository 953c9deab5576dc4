package weir.accesslog;

import java.io.IOException;
import weir.model.Syslog;

/**
 * Puts what RFC 5424 wants before a line, which becomes the message: priority, version, time, host, application,
 * process, kind of message, and no structured data. Thread: the writer's.
 */
final class SyslogFormat implements LineFormat {
    private final LineFormat message;
    private final Lines out;
    private final String before;
    private final String behind;
    private final TimeText time = new TimeText();

    /** @param host of this machine; null = unknown */
    SyslogFormat(Syslog to, String host, long pid, LineFormat message, Lines out) {
        this.message = message;
        this.out = out;
        before = "<" + to.priority() + ">1 ";
        behind = " " + (host == null ? "-" : host) + " " + to.appName() + " " + pid + " access - ";
    }

    @Override
    public void write(AccessRecord record, long endMs) throws IOException {
        out.put(before);
        out.put(time.of(endMs));
        out.put(behind);
        message.write(record, endMs);
    }
}
