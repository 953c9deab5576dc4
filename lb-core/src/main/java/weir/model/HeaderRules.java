package weir.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What one level of the configuration changes about heads of requests, or of responses. Immutable, any thread.
 *
 * @param rules in the order in which they work
 */
public record HeaderRules(List<HeaderRule> rules) {
    public static final HeaderRules NONE = new HeaderRules(List.of());
    /** Of one kind. */
    public static final Range COUNT_RANGE = new Range("headers", 1, 64);
    /** What the lines of one level may add to a head, with the longest that placeholders can be. */
    public static final int BYTES_MAX = 8192;

    public HeaderRules {
        rules = Given.list("headers", rules);
        Given.check(bytes(rules) <= BYTES_MAX, "headers", bytes(rules) + " bytes", "at most " + BYTES_MAX);
    }

    public static HeaderRules of(HeaderRule... rules) {
        return new HeaderRules(List.of(rules));
    }

    /** These, and another one before them. */
    HeaderRules behind(HeaderRule first) {
        final List<HeaderRule> all = new ArrayList<>(rules);
        all.add(0, first);
        return new HeaderRules(all);
    }

    /** Most that these add to a head. */
    public static int bytes(List<HeaderRule> rules) {
        return rules.stream().mapToInt(HeaderRule::bytesMax).sum();
    }

    public int bytes() {
        return bytes(rules);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }
}
