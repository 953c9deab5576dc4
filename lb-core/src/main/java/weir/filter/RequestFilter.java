package weir.filter;

/**
 * Looks at a request on its way, and may change its head or answer it.
 *
 * <p>A filter is made by {@link Filters}, and one serves all listeners and pools of a loop that ask for the same; it is
 * null there where nothing asks for it, so that requests cost nothing for it. Allocates nothing for a request. Thread:
 * owning loop only.
 */
interface RequestFilter {
    /** The request goes on. */
    boolean PASS = true;

    /**
     * @return {@link #PASS}; or what {@link RequestContext#answer} or {@link RequestContext#refuse} return, and nobody
     *     sees the request after this
     */
    boolean apply(RequestContext context);
}
