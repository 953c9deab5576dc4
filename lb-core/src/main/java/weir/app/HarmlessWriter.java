package weir.app;

import java.util.Collection;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.ConsoleWriter;
import org.tinylog.writers.Writer;
import weir.text.OneLine;

/**
 * The logger's writer to the console, whose messages cannot forge a line of the log or command a terminal, whoever has
 * written what is in them. Its options are those of tinylog's own. The trace of an exception, at level debug, stays as
 * it is.
 */
public final class HarmlessWriter implements Writer {
    private final ConsoleWriter console;

    /** Called by tinylog. */
    public HarmlessWriter(Map<String, String> options) {
        console = new ConsoleWriter(options);
    }

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return console.getRequiredLogEntryValues();
    }

    @Override
    public void write(LogEntry entry) {
        console.write(harmless(entry));
    }

    private static LogEntry harmless(LogEntry entry) {
        return new LogEntry(
                entry.getTimestamp(),
                entry.getThread(),
                entry.getContext(),
                entry.getClassName(),
                entry.getMethodName(),
                entry.getFileName(),
                entry.getLineNumber(),
                entry.getTag(),
                entry.getLevel(),
                OneLine.of(entry.getMessage()),
                entry.getException());
    }

    @Override
    public void flush() {
        console.flush();
    }

    @Override
    public void close() {
        console.close();
    }
}
