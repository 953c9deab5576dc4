package weir.model;

/**
 * A listener takes no requests for a while: what it answers instead. Immutable, any thread.
 *
 * @param response with the text, or without one, as errors of that status otherwise have it; and when to come again
 */
public record Maintenance(FixedResponse response) {
    public static final int STATUS = 503;
    /** In seconds. */
    public static final int RETRY_AFTER_S = 300;

    /** In seconds. */
    public static final Range RETRY_AFTER_RANGE = new Range("retry_after", 1, 86_400);

    public Maintenance {
        Given.check(
                Given.one("maintenance", response).status() == STATUS, "maintenance", response.status(), "status 503");
    }
}
