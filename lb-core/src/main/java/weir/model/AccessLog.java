package weir.model;

import java.nio.file.Path;

/**
 * Where each exchange leaves a line.
 *
 * @param file null = nowhere; {@link #STDOUT} = standard output
 */
public record AccessLog(Path file, Format format) {
    public AccessLog {
        Given.one("log.format", format);
    }

    public static final AccessLog NONE = new AccessLog(null, Format.TEXT);

    /** As it is written in the configuration. A file of that name is {@code ./-}. */
    public static final Path STDOUT = Path.of("-");

    public boolean isStdout() {
        return STDOUT.equals(file);
    }

    public boolean isOn() {
        return file != null;
    }

    /** How a line is written. */
    public enum Format {
        TEXT("text"),
        JSON("json"),
        /** As Apache and nginx write it, with the fields Referer and User-Agent. */
        COMBINED("combined"),
        /** Without these. */
        COMMON("common");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
