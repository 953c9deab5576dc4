package weir.model;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param fields what else is in lines of formats that have keys
 */
public record AccessLog(
        Path file,
        Syslog syslog,
        Format format,
        Template pattern,
        int queue,
        LogSelection selection,
        boolean attempts,
        List<Part> fields) {
    public static final Range QUEUE_RANGE = new Range("queue", 16, 1 << 20);
    public static final int AUTO = 0;
    public static final Part REFERER = new Part(Placeholder.HEADER, "referer");
    public static final Part USER_AGENT = new Part(Placeholder.HEADER, "user-agent");
    public static final Part ROUTE = new Part(Placeholder.ROUTE, null);
    /** Of an exchange, beside what each log has. */
    public static final int CAPTURED_MAX = 8;

    /** Of such a value; what is longer is cut. */
    public static final int CAPTURED_BYTES_MAX = 512;
    /** Of a line by a pattern, when each byte of its values has to be escaped. */
    public static final int LINE_BYTES_MAX = 36 * 1024;

    public static final Range FIELDS_RANGE = new Range("fields", 0, CAPTURED_MAX);

    /** As it is written in the configuration. A file of that name is {@code ./-}. */
    public static final Path STDOUT = Path.of("-");

    public static final AccessLog NONE = new AccessLog(null, Format.TEXT);

    public AccessLog {
        Given.one("log.format", format);
        Given.one("log", selection);
        Given.check(
                (pattern != null) == (format == Format.PATTERN), "log.format", pattern, "a template with a pattern");
        if (pattern != null) {
            Given.check(lineBytesMax(pattern) <= LINE_BYTES_MAX, "log.format", pattern, "a shorter line");
        }
        fields = Given.list("log.fields", fields);
        Given.check(fields.stream().allMatch(AccessLog::isField), "log.fields", "what each line has", "others");
        Given.check(
                captured(format, pattern, fields, selection).size() <= CAPTURED_MAX,
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
        this(file, null, format, null, AUTO, LogSelection.ALL, false, List.of());
    }

    /** What of an exchange has to be kept beside what each log has; {@link #fields} come first. */
    public List<Part> captured() {
        return captured(format, pattern, fields, selection);
    }

    /** The same before there is a log. */
    public static List<Part> captured(Format format, Template pattern, List<Part> fields, LogSelection selection) {
        final List<Part> parts = new ArrayList<>(fields);
        if (format == Format.COMBINED) {
            parts.addAll(List.of(REFERER, USER_AGENT));
        }
        if (pattern != null) {
            parts.addAll(pattern.parts());
        }
        if (selection.asksForRoute()) {
            parts.add(ROUTE);
        }
        return parts.stream().filter(AccessLog::isField).distinct().toList();
    }

    /** Most that a line by that pattern may have: escapes make four bytes of one. */
    public static int lineBytesMax(Template pattern) {
        return pattern.parts().stream().mapToInt(AccessLog::bytesMax).sum();
    }

    private static int bytesMax(Part part) {
        if (part.placeholder() == null) {
            return part.text().length();
        }
        return 4 * (isField(part) ? CAPTURED_BYTES_MAX : part.placeholder().bytesMax());
    }

    /** It is a placeholder for something that not each log has. */
    public static boolean isField(Part part) {
        return part.placeholder() != null && isCaptured(part.placeholder());
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
