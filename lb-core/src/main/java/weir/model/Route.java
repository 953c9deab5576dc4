package weir.model;

import java.util.List;

/**
 * What becomes of requests that fulfil these conditions; without HTTP, of TLS clients that ask for this host.
 *
 * @param name for people; null = it is called by its place
 * @param match all of it holds; where it asks for nothing, the route takes whatever comes to it
 * @param not none of these does
 * @param action what it does with them
 * @param terms instead of those of listener and pool
 * @param policy what holds for these requests only
 */
public record Route(String name, Match match, List<Match> not, RouteAction action, RouteTerms terms, Policy policy) {
    public static final Range NOT_RANGE = new Range("not", 1, 16);

    public Route {
        Given.textOrNone("route.name", name, Configuration.NAME);
        Given.one("route", match);
        not = Given.list("route.not", not);
        Given.check(not.stream().noneMatch(Match::isAny), "route.not", "no condition", "one at least");
        Given.one("route.action", action);
        Given.one("route.terms", terms);
        Given.one("route.policy", policy);
    }

    /** Without a name and a policy of its own. */
    public Route(Match match, List<Match> not, RouteAction action) {
        this(null, match, not, action, RouteTerms.NONE, Policy.NONE);
    }

    /** @param pool index into {@link Configuration#pools()} */
    public Route(Match match, List<Match> not, int pool) {
        this(match, not, new ToPool(pool));
    }

    /**
     * @param host lower-case host name without port, {@code *.example.com} for any name below, or null for any host
     * @param path an exact path, a prefix ending in {@code *}, or null for any path
     */
    public Route(String host, String path, int pool) {
        this(Match.of(host, path), List.of(), pool);
    }

    public Route withPolicy(Policy policy) {
        return new Route(name, match, not, action, terms, policy);
    }

    public Route withTerms(RouteTerms terms) {
        return new Route(name, match, not, action, terms, policy);
    }

    public String host() {
        return match.host();
    }

    public String path() {
        return match.path();
    }

    /** It asks for nothing but a host. */
    boolean isByHostOnly() {
        return match.isByHostOnly() && not.isEmpty();
    }

    /** It takes whatever comes to it. */
    public boolean takesAll() {
        return match.isAny() && not.isEmpty();
    }

    public boolean looksAtPath() {
        return match.looksAtPath() || not.stream().anyMatch(Match::looksAtPath);
    }

    /** No request of the other is left when this one comes before it. True only when that is certain. */
    public boolean hides(Route later) {
        return match.covers(later.match)
                && not.stream()
                        .allMatch(each -> later.match.excludes(each)
                                || later.not.stream().anyMatch(theirs -> theirs.covers(each)));
    }

    /** What it takes is all among what it does not. True only when that is certain. */
    public boolean isImpossible() {
        return not.stream().anyMatch(each -> each.covers(match));
    }
}
