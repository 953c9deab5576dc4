package weir.model;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fields that an HTTP check sends, such as Authorization. Their values must not get into a message or a log, so the
 * text of this does not say them. Immutable, any thread.
 */
public final class CheckFields {
    public static final CheckFields NONE = new CheckFields(Map.of());
    public static final Range COUNT_RANGE = new Range("headers", 1, 32);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]{0,4094}[!-~])?");
    /** What Weir says itself, or what would make it another request. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "expect",
            "te",
            "trailer",
            "keep-alive");

    private final String lines;
    private final int count;
    private final boolean hasUserAgent;

    /** @param fields valid names and values, in their order */
    public CheckFields(Map<String, String> fields) {
        Given.one("health.headers", fields).forEach(CheckFields::check);
        lines = fields.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue() + "\r\n")
                .collect(Collectors.joining());
        count = fields.size();
        hasUserAgent = fields.keySet().stream().anyMatch("user-agent"::equalsIgnoreCase);
    }

    /** A field name, and none that Weir sends itself. */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches() && !OURS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Visible ASCII characters, with spaces between them. */
    public static boolean isValue(String value) {
        return value != null && VALUE.matcher(value).matches();
    }

    /** No message says a value. */
    private static void check(String name, String value) {
        Given.check(
                isName(name), "health.headers", "the field " + name, "a field name, and none that Weir sends itself");
        Given.check(isValue(value), "health.headers." + name, "another value", "1 to 4096 visible ASCII characters");
    }

    /** Each with its line end. For the wire only. */
    public String lines() {
        return lines;
    }

    public boolean hasUserAgent() {
        return hasUserAgent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CheckFields fields && lines.equals(fields.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    @Override
    public String toString() {
        return count + " fields";
    }
}
