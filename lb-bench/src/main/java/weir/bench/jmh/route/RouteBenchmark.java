package weir.bench.jmh.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weir.http.HeadView;
import weir.http.HttpLimits;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.AddressRange;
import weir.model.Match;
import weir.model.Route;
import weir.model.ValueMatch;
import weir.route.ClientAddress;
import weir.route.RouteSearch;
import weir.route.RouteTable;

/**
 * What does it cost to find the route of a request among so many, of which the last but one takes it? 1,000 should cost
 * what 10 do. Expect 0 B/op with -prof gc, but for the regular expression. The baseline is a table without routes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouteBenchmark {
    private static final ClientAddress CLIENT = (head, in, out) -> {
        out[0] = 10;
        out[1] = 1;
        out[2] = 2;
        out[3] = 3;
        return 4;
    };

    @Param({"0", "10", "1000"})
    public int routes;

    /** What tells them apart; with the others a path of their own stands beside it. */
    @Param({"host", "suffix", "exact", "prefix", "header", "query", "cookie", "methods", "clients", "not", "regex"})
    public String kind;

    private RouteTable table;
    private RouteSearch search;
    private HeadView head;
    private ByteBuffer in;

    private Route route(int i) {
        final String name = "tenant" + i;
        final Match below = Match.of(null, "/" + name + "/*");
        final Match match = switch (kind) {
            case "host" -> Match.of(name + ".example.com", null);
            case "suffix" -> Match.of("*." + name + ".example.com", null);
            case "exact" -> Match.of(null, "/" + name + "/index");
            case "prefix", "not" -> below;
            case "header" -> Match.ANY.withHeaders(ValueMatch.of("x-tenant", name));
            case "query" -> Match.ANY.withQuery(ValueMatch.of("tenant", name));
            case "cookie" -> Match.ANY.withCookies(ValueMatch.of("tenant", name));
            case "methods" -> below.withMethods("GET", "PURGE");
            case "clients" -> below.withClients(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("192.0.2.0/24"));
            case "regex" -> Match.ANY.withPathRegex("/" + name + "/[a-z]+");
            default -> throw new IllegalArgumentException(kind);
        };
        final List<Match> not = kind.equals("not") ? List.of(Match.of(null, "/" + name + "/secret/*")) : List.of();
        return new Route(match, not, i);
    }

    @Setup
    public void load() {
        final List<Route> all = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            all.add(route(i));
        }
        table = new RouteTable(all, routes);
        search = new RouteSearch();
        final String name = "tenant" + Math.max(0, routes - 2);
        final byte[] request = ("GET /" + name + "/index?a=b&tenant=" + name + " HTTP/1.1\r\nHost: "
                        + (kind.equals("suffix") ? "www." : "") + name + ".example.com\r\n"
                        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html\r\nX-Tenant: " + name
                        + "\r\nCookie: a=b; tenant=" + name + "\r\nAccept-Encoding: gzip\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        in = ByteBuffer.allocateDirect(request.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, request);
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead read = new RequestHead();
        parser.parse(in, 0, request.length);
        head = parser.head();
        if (read.read(parser, in) != null || find() != Math.max(0, routes - 2)) {
            throw new IllegalStateException("another route than the one that is meant");
        }
    }

    @Benchmark
    public int find() {
        return table.pool(table.route(head, in, CLIENT, search));
    }
}
