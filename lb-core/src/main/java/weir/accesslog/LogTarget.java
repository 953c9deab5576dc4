package weir.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import weir.model.AccessLog;
import weir.model.Syslog;
import weir.time.Clock;

/** Where lines go. Thread: opened by the one that starts, then the writer's. */
interface LogTarget {
    /** Before each pass: follows a file that has been moved, or connects again. */
    void prepare() throws IOException;

    /** False while lines are better kept than written: they wait in the rings as long as there is room. */
    boolean isReady();

    /** Whatever the name leads to now is written to from here on. */
    void reopen() throws IOException;

    /**
     * Takes whole lines, each with its end.
     *
     * @return lines that are known to be lost
     * @throws IOException what is left in {@code lines} has not been written
     */
    int write(ByteBuffer lines) throws IOException;

    void close();

    /** @param onTrouble told of what costs some lines, but not all that are there */
    static LogTarget of(AccessLog log, Clock clock, Consumer<Throwable> onTrouble) throws IOException {
        final Syslog syslog = log.syslog();
        if (syslog == null) {
            return new AccessFile(log.isStdout() ? null : log.file(), clock);
        }
        return syslog.transport() == Syslog.Transport.UDP
                ? new SyslogDatagrams(syslog, clock, onTrouble)
                : new SyslogStream(syslog, clock);
    }
}
