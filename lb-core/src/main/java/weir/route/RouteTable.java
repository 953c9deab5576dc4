package weir.route;

import com.google.re2j.Matcher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import weir.buf.Ascii;
import weir.http.Authority;
import weir.http.HeadView;
import weir.model.Match;
import weir.model.PathPattern;
import weir.model.Route;
import weir.model.RouteAction;
import weir.model.ToPool;

/**
 * One listener's routes, compiled. The first in the order of the file that takes a request decides.
 *
 * <pre>
 *   host --> {@link HostTable} --> {@link PathTree} --> {@link RouteList} --> {@link Conditions}
 *            of each host that the request has, and of routes without one
 * </pre>
 *
 * <p>A request costs O(bytes of its host and path), however many routes there are, and each route with its host and
 * path that asks for more: those are tried in their order. Bytes of the head are compared in place. Immutable, any
 * thread.
 */
public final class RouteTable {
    /** No route matches and there is no default. */
    public static final int NONE = -1;

    private final RouteAction[] actions;
    /** Those of routes that lead to one; of others {@link #NONE}. */
    private final int[] pools;

    private final int defaultPool;
    private final boolean asksForTarget;

    private final PathTree anyHost = new PathTree();
    private final HostTable hosts = new HostTable();
    private final List<PathPattern> patterns = new ArrayList<>();

    public RouteTable(List<Route> routes, int defaultPool) {
        this.actions = routes.stream().map(Route::action).toArray(RouteAction[]::new);
        this.pools = Stream.of(actions).mapToInt(RouteTable::poolOf).toArray();
        this.defaultPool = defaultPool;
        this.asksForTarget = routes.stream().anyMatch(RouteTable::asksForTarget);
        for (int i = 0; i < pools.length; i++) {
            add(i, routes.get(i));
        }
        anyHost.compile();
        hosts.compile();
    }

    private static int poolOf(RouteAction action) {
        return action instanceof ToPool to ? to.pool() : NONE;
    }

    private static boolean asksForTarget(Route route) {
        return route.looksAtPath()
                || !route.match().query().isEmpty()
                || route.not().stream().anyMatch(not -> !not.query().isEmpty());
    }

    private void add(int index, Route route) {
        final Match match = route.match();
        final PathTree tree = match.host() == null ? anyHost : hosts.at(match.host());
        final Conditions conditions = Conditions.of(this, match, route.not());
        final PathKind kind = PathKind.of(match.path());
        if (kind == PathKind.ANY && match.pathRegex() != null) {
            final String beginning = PathPattern.of(match.pathRegex()).literalPrefix();
            tree.addPattern(index, Ascii.bytes(beginning), conditions);
        } else {
            tree.add(index, kind, kind.bytes(match.path()), conditions);
        }
    }

    /** @return its number */
    int addPattern(String expression) {
        patterns.add(PathPattern.of(expression));
        return patterns.size() - 1;
    }

    /** For one thread, by the numbers of the expressions. */
    Matcher[] newMatchers() {
        return patterns.stream().map(PathPattern::matcher).toArray(Matcher[]::new);
    }

    /**
     * Index of the pool to which that route leads, or {@link #NONE} where its action is another; where no route has
     * taken the request, the default.
     */
    public int pool(int route) {
        return route == NONE ? defaultPool : pools[route];
    }

    /** What that route does. */
    public RouteAction action(int route) {
        return actions[route];
    }

    /** Index of the route that takes this request; {@link #NONE} when none does. */
    public int route(HeadView head, ByteBuffer in, ClientAddress client, RouteSearch search) {
        if (pools.length == 0) {
            return NONE;
        }
        search.begin(head, in, client);
        if (asksForTarget) {
            search.findPath();
        }
        int best = anyHost.find(search, pools.length);
        if (!hosts.isEmpty() && head.hasHost()) {
            final int from = head.hostStart();
            best = hosts.find(in, from, Authority.hostNameEnd(in, from, head.hostEnd()), search, best);
        }
        return best == pools.length ? NONE : best;
    }

    /**
     * Index of the pool for a TLS client that asks for this server, or {@link #NONE}. Allocates; once per connection.
     */
    public int pool(String serverName) {
        if (serverName == null) {
            return defaultPool;
        }
        final ByteBuffer name = ByteBuffer.wrap(Ascii.bytes(serverName));
        final int route = hosts.find(name, 0, name.limit(), new RouteSearch(), pools.length);
        return route == pools.length ? defaultPool : pools[route];
    }
}
