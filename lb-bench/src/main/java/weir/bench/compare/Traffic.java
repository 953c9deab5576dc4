package weir.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weir.bench.load.RequestText;

/**
 * What clients do. Immutable, any thread.
 *
 * @param headers field lines of the request besides Host
 * @param bodyBytes of a POST; 0 for a GET
 * @param connections with requests on them
 * @param idleConnections beside those
 * @param newcomers connections of each storm
 * @param ratePerSecond of an open loop; 0 where the clients ask as fast as they are answered
 */
record Traffic(
        String path,
        List<String> headers,
        int bodyBytes,
        int connections,
        int idleConnections,
        int newcomers,
        double ratePerSecond) {
    private static final int CONNECTIONS = 64;

    Traffic {
        headers = List.copyOf(headers);
    }

    static Traffic get(String path) {
        return new Traffic(path, List.of(), 0, CONNECTIONS, 0, 0, 0);
    }

    Traffic with(String... moreHeaders) {
        final List<String> all = new ArrayList<>(headers);
        all.addAll(Arrays.asList(moreHeaders));
        return new Traffic(path, all, bodyBytes, connections, idleConnections, newcomers, ratePerSecond);
    }

    Traffic posting(int bytes) {
        return new Traffic(path, headers, bytes, connections, idleConnections, newcomers, ratePerSecond);
    }

    Traffic on(int newConnections) {
        return new Traffic(path, headers, bodyBytes, newConnections, idleConnections, newcomers, ratePerSecond);
    }

    Traffic besideIdle(int newIdleConnections) {
        return new Traffic(path, headers, bodyBytes, connections, newIdleConnections, newcomers, ratePerSecond);
    }

    Traffic inStormsOf(int newNewcomers) {
        return new Traffic(path, headers, bodyBytes, connections, idleConnections, newNewcomers, ratePerSecond);
    }

    Traffic at(double newRatePerSecond) {
        return new Traffic(path, headers, bodyBytes, connections, idleConnections, newcomers, newRatePerSecond);
    }

    /** For our own load. */
    RequestText request() {
        final byte[] body = new byte[bodyBytes];
        Arrays.fill(body, (byte) 'x');
        return new RequestText(bodyBytes > 0 ? "POST" : "GET", path, headers, body);
    }
}
