package weir.model;

import java.util.List;

/** What becomes of the requests that a route takes. Immutable, any thread. */
public sealed interface RouteAction permits ToPool, Redirect, Respond, Site, Split {
    /**
     * Indexes of the pools to which they may go, into {@link Configuration#pools()}; none where Weir itself answers.
     */
    List<Integer> pools();
}
