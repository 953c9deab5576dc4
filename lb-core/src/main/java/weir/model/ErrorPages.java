package weir.model;

import java.util.List;

/**
 * {@code errors} of one level. Immutable, any thread.
 *
 * @param pages the first one that is for a status counts
 * @param intercepts responses of backends with such a status get the page, too
 * @param negotiates where there is no page, or not of a type that the client accepts, it gets what Weir says as HTML,
 *     JSON or text, by its Accept
 */
public record ErrorPages(List<ErrorPage> pages, boolean intercepts, boolean negotiates) {
    public static final Range PAGES_RANGE = new Range("errors", 0, 32);
    public static final ErrorPages NONE = new ErrorPages(List.of(), false, false);

    public ErrorPages {
        pages = Given.list("errors", pages);
        PAGES_RANGE.check(pages.size());
    }

    /** Null when there is none. */
    public ErrorPage page(int status) {
        for (ErrorPage page : pages) {
            if (page.isFor(status)) {
                return page;
            }
        }
        return null;
    }
}
