package weir.app;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import weir.buf.Ascii;
import weir.config.ConfigResult;
import weir.http.Fault;
import weir.http.HeadView;
import weir.http.HttpLimits;
import weir.http.Parse;
import weir.http.PathReading;
import weir.http.RequestHead;
import weir.http.RequestParser;
import weir.model.AddressRange;
import weir.model.Configuration;
import weir.model.Listener;
import weir.model.ListenerMode;
import weir.model.PathPolicy;
import weir.model.Redirect;
import weir.model.Respond;
import weir.model.Route;
import weir.model.RouteAction;
import weir.model.Site;
import weir.model.Split;
import weir.route.ClientAddress;
import weir.route.RouteSearch;
import weir.route.RouteTable;
import weir.route.RouteTrace;
import weir.text.OneLine;

/**
 * Where each listener of a file would send a request, and why: the same parser, the same table. Of what a proxy in
 * front says about the client nothing is read; the client is who is named. Thread: one. Allocates.
 */
final class RouteReport {
    private final ConfigResult.Loaded loaded;
    private final String text;
    private final ByteBuffer in;
    private final byte[] client;

    /**
     * @param startLine method and URL, or target: {@code GET http://example.com/a}; a URL alone is got
     * @param fields whole lines: {@code X-Beta: 1}
     * @param client an IP address, {@code unix}, or null for nothing known
     */
    RouteReport(ConfigResult.Loaded loaded, String startLine, List<String> fields, String client) {
        this.loaded = loaded;
        final String request = startLine.indexOf(' ') < 0 ? "GET " + startLine : startLine;
        text = OneLine.cut(request);
        final StringBuilder head = new StringBuilder(request).append(" HTTP/1.0\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        final byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        in = ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, bytes);
        final AddressRange range = client == null ? null : AddressRange.parse(client);
        this.client = range == null ? new byte[0] : range.address();
    }

    /** Lines for people. */
    List<String> lines() {
        final List<String> lines = new ArrayList<>();
        for (Listener listener : loaded.configuration().listeners()) {
            if (listener.mode() != ListenerMode.TCP) {
                add(listener, lines);
            }
        }
        return lines;
    }

    private void add(Listener listener, List<String> lines) {
        final ByteBuffer own = ByteBuffer.allocateDirect(in.capacity())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, in, 0, in.capacity());
        final RequestParser parser = new RequestParser(HttpLimits.DEFAULTS);
        final RequestHead head = new RequestHead();
        final boolean isComplete = parser.parse(own, 0, own.capacity()) == Parse.COMPLETE;
        Fault fault = isComplete ? head.read(parser, own) : parser.fault();
        if (fault == null && isComplete && listener.pathPolicy() == PathPolicy.STRICT) {
            fault = readStrictly(parser.head(), own);
        }
        final String name = listener.name() + ": " + text;
        if (fault != null || !isComplete) {
            lines.add(name + ": refused" + (fault == null ? "" : ", " + fault.status() + " " + fault.word()));
            return;
        }
        trace(listener, name, parser.head(), own, lines);
    }

    private static Fault readStrictly(HeadView head, ByteBuffer in) {
        final int to = Ascii.indexOf(in, head.pathStart(), head.targetEnd(), '?');
        final int from = PathReading.normalise(in, head.pathStart(), to);
        if (from != PathReading.AMBIGUOUS) {
            head.setPathStart(from - head.base());
        }
        return from == PathReading.AMBIGUOUS ? Fault.AMBIGUOUS_PATH : null;
    }

    private void trace(Listener listener, String name, HeadView head, ByteBuffer in, List<String> lines) {
        final ClientAddress source = (view, buffer, out) -> {
            System.arraycopy(client, 0, out, 0, client.length);
            return client.length;
        };
        final RouteTable table = new RouteTable(listener.routes(), listener.defaultPool());
        final int found = table.route(head, in, source, new RouteSearch());
        final int pool = table.pool(found);
        lines.add(name + ": "
                + (found != RouteTable.NONE ? place(listener, found) + ", " : "no route, ")
                + what(listener, found == RouteTable.NONE ? null : table.action(found), pool));
        final RouteTrace trace = new RouteTrace(head, in, source);
        final int stop = found == RouteTable.NONE ? listener.routes().size() : found;
        for (int i = 0; i < stop; i++) {
            final Route route = listener.routes().get(i);
            lines.add("  not " + place(listener, i) + ", for its " + trace.failing(route));
        }
    }

    private String place(Listener listener, int route) {
        final String path = "listeners." + listener.name() + ".routes[" + route + "]";
        final int line = loaded.lines().entrySet().stream()
                .filter(key -> key.getKey().startsWith(path + '.'))
                .mapToInt(Map.Entry::getValue)
                .min()
                .orElse(0); // of JSON on one line, too
        return "routes[" + route + "] of line " + line;
    }

    /** @param action null = no route */
    private String what(Listener listener, RouteAction action, int pool) {
        if (pool != Listener.NO_POOL) {
            return "pool " + poolName(pool);
        } else if (action instanceof Redirect redirect) {
            return redirect.status() + " to " + redirect.target();
        }
        if (action instanceof Split split) {
            return split(split);
        }
        if (action instanceof Site) {
            return "files of a directory";
        }
        if (action instanceof Respond respond) {
            return "response " + respond.status();
        }
        return listener.mode() == ListenerMode.HTTPS_REDIRECT ? toHttps(listener) : "404 no_route";
    }

    private String split(Split split) {
        final int sum = split.shares().stream().mapToInt(Split.Share::weight).sum();
        return (split.isSticky() ? "by the client's address: " : "in turn: ")
                + split.shares().stream()
                        .map(share -> "pool " + poolName(share.pool()) + " " + share.weight() + " of " + sum)
                        .collect(Collectors.joining(", "));
    }

    private static String toHttps(Listener listener) {
        final String port = listener.httpsPort() == Listener.HTTPS_PORT ? "" : ":" + listener.httpsPort();
        return listener.redirectStatus() + " to https://{host}" + port + "{path_and_query}";
    }

    private String poolName(int pool) {
        final Configuration configuration = loaded.configuration();
        return configuration.pools().get(pool).name();
    }
}
