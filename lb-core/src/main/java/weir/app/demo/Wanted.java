package weir.app.demo;

/**
 * What the query parameters of a request ask for.
 *
 * @param delay processing time
 * @param status of the response
 * @param abort where the connection is closed
 * @param bytes length of a made-up body; {@link #ECHO} = describe the request instead
 * @param chunked no content-length, even where the length is known
 * @param sseEvents number of server-sent events; 0 = none are wanted
 * @param everyMs from one event to the next
 */
record Wanted(Delay delay, int status, Abort abort, long bytes, boolean chunked, int sseEvents, int everyMs) {
    static final long ECHO = -1;

    /** Where the connection is closed on purpose. */
    enum Abort {
        NEVER,
        /** Instead of a response. */
        BEFORE,
        /** After half of the body. */
        MIDDLE
    }

    /** @param usualDelay for a request that does not say */
    static Wanted of(Query query, Delay usualDelay) throws BadParameter {
        return new Wanted(
                query.delay("delay", usualDelay),
                query.number("status", 200, 200, 599),
                abort(query.text("abort")),
                query.bytes("bytes", ECHO),
                query.flag("chunked"),
                query.number("sse", 0, 1, 1_000_000),
                query.milliseconds("every", 1_000));
    }

    private static Abort abort(String text) throws BadParameter {
        if (text == null) {
            return Abort.NEVER;
        }
        return switch (text) {
            case "before" -> Abort.BEFORE;
            case "middle" -> Abort.MIDDLE;
            default -> throw new BadParameter("abort", text, "before or middle");
        };
    }
}
