package weir.route;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import weir.http.HeadView;
import weir.model.AddressRange;
import weir.model.Match;
import weir.model.Route;
import weir.model.ValueMatch;

/**
 * Why a route takes a request or does not, for people. Each condition is compiled and asked by itself, so that the
 * answer is that of the table. Allocates; any thread.
 */
public final class RouteTrace {
    private final HeadView head;
    private final ByteBuffer in;
    private final ClientAddress client;

    public RouteTrace(HeadView head, ByteBuffer in, ClientAddress client) {
        this.head = head;
        this.in = in;
        this.client = client;
    }

    /** The condition that does not hold, such as {@code header x-beta}; null when the route takes the request. */
    public String failing(Route route) {
        final Match match = route.match();
        final List<String> names = new ArrayList<>();
        if (match.host() != null && !holds(Match.of(match.host(), null))) {
            names.add("host");
        }
        if (match.path() != null && !holds(Match.of(null, match.path()))) {
            names.add("path");
        }
        if (match.pathRegex() != null && !holds(Match.ANY.withPathRegex(match.pathRegex()))) {
            names.add("path-regex");
        }
        if (!match.methods().isEmpty()
                && !holds(Match.ANY.withMethods(match.methods().toArray(String[]::new)))) {
            names.add("methods");
        }
        for (ValueMatch header : match.headers()) {
            if (!holds(Match.ANY.withHeaders(header))) {
                names.add("header " + header.name());
            }
        }
        for (ValueMatch parameter : match.query()) {
            if (!holds(Match.ANY.withQuery(parameter))) {
                names.add("query " + parameter.name());
            }
        }
        for (ValueMatch cookie : match.cookies()) {
            if (!holds(Match.ANY.withCookies(cookie))) {
                names.add("cookie " + cookie.name());
            }
        }
        if (!match.clients().isEmpty()
                && !holds(Match.ANY.withClients(match.clients().toArray(AddressRange[]::new)))) {
            names.add("clients");
        }
        if (route.not().stream().anyMatch(this::holds)) {
            names.add("not");
        }
        return names.isEmpty() ? null : String.join(", ", names);
    }

    private boolean holds(Match match) {
        final RouteTable table = new RouteTable(List.of(new Route(match, List.of(), 0)), RouteTable.NONE);
        return table.route(head, in, client, new RouteSearch()) == 0;
    }
}
