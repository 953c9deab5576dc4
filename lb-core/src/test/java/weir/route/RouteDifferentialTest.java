package weir.route;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.AddressRange;
import weir.model.Match;
import weir.model.Route;
import weir.model.ValueMatch;
import weir.testkit.Seed;
import weir.testkit.Wire;

/**
 * The compiled table and the plainest reading of the configuration, which tries one route after the other and knows
 * nothing but Strings, give the same answer for random tables and requests. All draw from few words, so that much meets.
 */
class RouteDifferentialTest {
    private static final int SEEDS = 100;
    /** 100,000 in all. */
    private static final int TABLES_PER_SEED = 1_000;

    private static final int REQUESTS = 2;
    private static final int ROUTES_MAX = 12;

    private static final String[] HOSTS = {"a.example", "b.example", "c.b.example", "example", "d.c.b.example"};
    private static final String[] HOST_ROUTES = {"a.example", "*.example", "*.b.example", "example", "c.b.example"};
    private static final String[] SEGMENTS = {"a", "ab", "abc", "b", "", "1", "12"};
    private static final String[] REGEXES = {"/a/[0-9]+", "/ab?", "/(a|b)/.*", "^/ab*c$", ".*1", "/a|/b", "/[ab]{2}"};
    private static final String[] METHODS = {"GET", "PUT", "PURGE", "M"};
    private static final String[] NAMES = {"x", "y", "xy"};
    private static final String[] VALUES = {"1", "12", "", "2"};
    private static final String[] MATCHES = {"1", "*", "!", "1*", "", "2"};
    private static final String[] NETWORKS = {"10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "2001:db8::/32", "unix", "::/1"};
    private static final String[] CLIENTS = {"10.0.0.1", "10.1.2.3", "10.1.2.4", "2001:db8::1", "unix", "ffff::"};

    /** A request as the reference sees it. */
    private record Request(
            String method,
            String host,
            String path,
            List<String> query,
            List<String> fields,
            List<String> cookies,
            AddressRange client) {
        String head() {
            final StringBuilder head = new StringBuilder(method + ' ' + path);
            if (!query.isEmpty()) {
                head.append('?').append(String.join("&", query));
            }
            head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
            fields.forEach(field -> head.append(field.replaceFirst("=", ": ")).append("\r\n"));
            if (!cookies.isEmpty()) {
                head.append("Cookie: ").append(String.join("; ", cookies)).append("\r\n");
            }
            return head.append("\r\n").toString();
        }
    }

    private RandomGenerator random;

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    // --- random tables

    /** Of a table in which routes differ by values alone, so that they get an index. */
    private Match matchOfCrowd() {
        final Match match = Match.of(null, oneIn(3) ? "/a" : null);
        return switch (random.nextInt(4)) {
            case 0 -> match.withHeaders(value(), value());
            case 1 -> match.withQuery(ValueMatch.of("x", any(VALUES)));
            case 2 -> match.withCookies(ValueMatch.of(any(NAMES), any(VALUES)), value());
            default -> match.withHeaders(ValueMatch.of("x", any(VALUES)));
        };
    }

    private Match match() {
        final String host = oneIn(2) ? any(HOST_ROUTES) : null;
        final String path = oneIn(2) ? null : path() + (oneIn(2) ? "*" : "");
        Match match = Match.of(host, path);
        if (path == null && oneIn(4)) {
            match = match.withPathRegex(any(REGEXES));
        }
        if (oneIn(5)) {
            match = match.withMethods(any(METHODS), any(METHODS));
        }
        if (oneIn(6)) {
            match = match.withHeaders(value());
        }
        if (oneIn(6)) {
            match = match.withQuery(value(), value());
        }
        if (oneIn(6)) {
            match = match.withCookies(value());
        }
        if (oneIn(6)) {
            match = match.withClients(AddressRange.parse(any(NETWORKS)), AddressRange.parse(any(NETWORKS)));
        }
        return match;
    }

    private ValueMatch value() {
        return ValueMatch.of(any(NAMES), any(MATCHES));
    }

    private String path() {
        final StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            path.append('/').append(any(SEGMENTS));
        }
        return path.toString();
    }

    private List<Route> routes() {
        final List<Route> routes = new ArrayList<>();
        final boolean isCrowd = oneIn(3);
        for (int i = random.nextInt(ROUTES_MAX) + 1; i > 0; i--) {
            final Match match = isCrowd ? matchOfCrowd() : match();
            final List<Match> not = new ArrayList<>();
            for (int j = oneIn(4) ? 1 + random.nextInt(2) : 0; j > 0; j--) {
                final Match each = match();
                if (!each.isAny()) {
                    not.add(each);
                }
            }
            if (!match.isAny() || !not.isEmpty()) {
                routes.add(new Route(match, not, 0));
            }
        }
        return routes;
    }

    private Request request() {
        final String path = oneIn(20) ? "*" : path();
        return new Request(
                path.equals("*") ? "OPTIONS" : any(METHODS),
                any(HOSTS),
                path,
                path.equals("*") ? List.of() : pairs(),
                pairs(),
                pairs(),
                AddressRange.parse(any(CLIENTS)));
    }

    private List<String> pairs() {
        final List<String> pairs = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            pairs.add(any(NAMES) + '=' + any(VALUES));
        }
        return pairs;
    }

    // --- the reference

    private static int first(List<Route> routes, Request request) {
        for (int i = 0; i < routes.size(); i++) {
            final Route route = routes.get(i);
            if (holds(route.match(), request) && route.not().stream().noneMatch(not -> holds(not, request))) {
                return i;
            }
        }
        return RouteTable.NONE;
    }

    private static boolean holds(Match match, Request request) {
        return (match.host() == null || holdsHost(match.host(), request.host()))
                && (match.path() == null || holdsPath(match.path(), request.path()))
                && (match.pathRegex() == null
                        || !request.path().equals("*") && Pattern.matches(match.pathRegex(), request.path()))
                && (match.methods().isEmpty() || match.methods().contains(request.method()))
                && match.headers().stream().allMatch(each -> holds(each, request.fields()))
                && match.query().stream().allMatch(each -> holds(each, request.query()))
                && match.cookies().stream().allMatch(each -> holds(each, request.cookies()))
                && (match.clients().isEmpty()
                        || match.clients().stream()
                                .anyMatch(each -> each.contains(
                                        request.client().address(),
                                        request.client().address().length)));
    }

    private static boolean holdsHost(String wanted, String host) {
        return wanted.startsWith("*") ? host.endsWith(wanted.substring(1)) : host.equals(wanted);
    }

    private static boolean holdsPath(String wanted, String path) {
        if (!wanted.endsWith("*")) {
            return path.equals(wanted);
        }
        final String beginning = wanted.substring(0, wanted.length() - 1);
        return path.startsWith(beginning)
                || beginning.length() > 1 && beginning.endsWith("/") && beginning.equals(path + '/');
    }

    private static boolean holds(ValueMatch wanted, List<String> pairs) {
        final List<String> values = pairs.stream()
                .filter(pair -> pair.startsWith(wanted.name() + '='))
                .map(pair -> pair.substring(wanted.name().length() + 1))
                .toList();
        return switch (wanted.kind()) {
            case PRESENT -> !values.isEmpty();
            case ABSENT -> values.isEmpty();
            case EQUAL -> values.contains(wanted.value());
            case PREFIX -> values.stream().anyMatch(value -> value.startsWith(wanted.value()));
        };
    }

    private static boolean takes(Route route, Request request) {
        return first(List.of(route), request) == 0;
    }

    // --- the two beside each other

    @Test
    void theCompiledTableSaysWhatThePlainestReadingSays() {
        final RouteSearch search = new RouteSearch();
        Seed.forEach(15_000, SEEDS, seeded -> {
            random = seeded;
            for (int i = 0; i < TABLES_PER_SEED; i++) {
                final List<Route> routes = routes();
                final RouteTable table = new RouteTable(routes, RouteTable.NONE);
                for (int j = 0; j < REQUESTS; j++) {
                    final Request request = request();
                    assertEquals(
                            first(routes, request),
                            route(table, request, search),
                            () -> request + "\n"
                                    + routes.stream().map(Route::toString).collect(joining("\n")));
                }
            }
        });
    }

    private static int route(RouteTable table, Request request, RouteSearch search) {
        final ByteBuffer in = Wire.direct(request.head());
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        assertEquals(Parse.COMPLETE, parser.parse(in, 0, in.capacity()));
        assertNull(head.read(parser, in));
        final byte[] address = request.client().address();
        final ClientAddress client = (view, buffer, out) -> {
            System.arraycopy(address, 0, out, 0, address.length);
            return address.length;
        };
        return table.route(head.view(), in, client, search);
    }

    /** What the reader of a file says of two routes is true of all requests. */
    @Test
    void whatIsSaidToBeHiddenIsNeverReached() {
        Seed.forEach(16_000, SEEDS, seeded -> {
            random = seeded;
            for (int i = 0; i < TABLES_PER_SEED; i++) {
                final List<Route> routes = routes();
                if (routes.size() < 2) {
                    continue;
                }
                final Route first = routes.get(0);
                final Route second = routes.get(1);
                for (int j = 0; j < REQUESTS; j++) {
                    final Request request = request();
                    final boolean takes = takes(second, request);
                    assertFalse(
                            takes && first.hides(second) && !takes(first, request),
                            () -> request + "\n" + first + " hides\n" + second);
                    assertFalse(takes && second.isImpossible(), () -> request + "\n" + second);
                    assertFalse(
                            first.match().excludes(second.match())
                                    && holds(first.match(), request)
                                    && holds(second.match(), request),
                            () -> request + "\n" + first + " excludes\n" + second);
                }
            }
        });
    }
}
