package weir.filter;

/**
 * Looks at a request on its way, and may change its head or answer it.
 *
 * <p>A filter is made once per loop and listener, or per pool behind it, by {@link Filters}; it is null there where
 * nothing asks for it, so that requests cost nothing for it. Allocates nothing for a request. Thread: owning loop only.
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
