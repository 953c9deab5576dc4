package weir.model;

import java.util.Map;
import java.util.stream.Collectors;

/** Fields that an HTTP check sends, such as Authorization. Their values must not get into a message or a log, so the text of this does not say them. Immutable, any thread. */
public final class CheckFields {
    public static final CheckFields NONE = new CheckFields(Map.of());
    public static final Range COUNT_RANGE = new Range("headers", 1, 32);

    private final String lines;
    private final int count;
    private final boolean hasUserAgent;

    /** @param fields valid names and values, in their order */
    public CheckFields(Map<String, String> fields) {
        lines = fields.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue() + "\r\n")
                .collect(Collectors.joining());
        count = fields.size();
        hasUserAgent = fields.keySet().stream().anyMatch("user-agent"::equalsIgnoreCase);
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
