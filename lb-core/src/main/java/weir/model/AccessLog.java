package weir.model;

import java.nio.file.Path;
import java.util.List;
import weir.template.Moment;
import weir.template.Part;
import weir.template.Placeholder;
import weir.template.Template;

/**
 * Where each exchange leaves a line.
 *
 * @param file null = nowhere, or to syslog; {@link #STDOUT} = standard output
 * @param syslog null = not there
 * @param pattern what a line is with {@link Format#PATTERN}, else null
 * @param queue records that wait on each loop for the writer, at most; {@link #AUTO} = as many as memory allows
 * @param selection which exchanges leave one
 * @param attempts lines say each attempt on a backend, too
 */
public record AccessLog(
        Path file,
        Syslog syslog,
        Format format,
        Template pattern,
        int queue,
        LogSelection selection,
        boolean attempts) {
    public static final Range QUEUE_RANGE = new Range("queue", 16, 1 << 20);
    public static final int AUTO = 0;
    /** Of an exchange, beside what each log has. */
    public static final int CAPTURED_MAX = 8;

    /** As it is written in the configuration. A file of that name is {@code ./-}. */
    public static final Path STDOUT = Path.of("-");

    public static final AccessLog NONE = new AccessLog(null, Format.TEXT);

    public AccessLog {
        Given.one("log.format", format);
        Given.one("log", selection);
        Given.check(
                (pattern != null) == (format == Format.PATTERN), "log.format", pattern, "a template with a pattern");
        Given.check(
                pattern == null || captured(pattern).size() <= CAPTURED_MAX,
                "log.format",
                "more values of a request",
                "at most " + CAPTURED_MAX);
        if (queue != AUTO) {
            QUEUE_RANGE.check(queue);
        }
        if (file != null && syslog != null) {
            throw new IllegalArgumentException("log.access: both a file and syslog");
        }
    }

    public AccessLog(Path file, Format format) {
        this(file, null, format, null, AUTO, LogSelection.ALL, false);
    }

    /** What of it has to be kept of an exchange beside what each log has. */
    public static List<Part> captured(Template pattern) {
        return pattern.parts().stream()
                .filter(part -> part.placeholder() != null && isCaptured(part.placeholder()))
                .distinct()
                .toList();
    }

    private static boolean isCaptured(Placeholder placeholder) {
        return switch (placeholder) {
            case CLIENT, METHOD, POOL, BACKEND, STATUS -> false;
            default -> placeholder.from() != Moment.END;
        };
    }

    public boolean isStdout() {
        return STDOUT.equals(file);
    }

    public boolean isOn() {
        return file != null || syslog != null;
    }

    /** What messages name it by; the log is on. */
    public String target() {
        return syslog == null ? file.toString() : syslog.toString();
    }

    /** How a line is written. */
    public enum Format {
        TEXT("text"),
        JSON("json"),
        /** As Apache and nginx write it, with the fields Referer and User-Agent. */
        COMBINED("combined"),
        /** Without these. */
        COMMON("common"),
        /** A text with placeholders, which stands in place of the word. */
        PATTERN("a pattern");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** It has a place for whatever there is. */
        public boolean hasKeys() {
            return this == TEXT || this == JSON;
        }
    }
}
