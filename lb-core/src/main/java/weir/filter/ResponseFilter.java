package weir.filter;

import weir.http.LocalReply;

/**
 * Changes the head of a backend's response on its way to the client; and what Weir itself says instead, where that
 * needs the same.
 *
 * <p>Made, left out and run as a {@link RequestFilter}. Thread: owning loop only.
 */
interface ResponseFilter {
    void apply(ResponseContext context);

    /**
     * Adds to a response of Weir's own, for which the context has neither head nor backend.
     *
     * <p>Only of filters that are in {@link Filters}' row for those.
     */
    default void apply(LocalReply reply, ResponseContext context) {}
}
