package weir.bench.scenario;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.host.CpuSample;

/** A peer or the origin, running and listening. Thread: the command's own. */
record Server(Peer peer, Child child, int port) {
    private static final int FETCH_TIMEOUT_MS = 5_000;

    String name() {
        return peer.name();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String url(Scenario scenario) {
        return "http://" + address() + scenario.path();
    }

    CpuSample cpu() throws IOException {
        if (!child.isAlive()) {
            throw new CannotMeasure(child.complaint("died"));
        }
        return CpuSample.of(child.pids());
    }

    /** The body of a 200 answer; any other outcome is an IOException. */
    byte[] fetch(Scenario scenario) throws IOException {
        final HttpURLConnection connection =
                (HttpURLConnection) URI.create(url(scenario)).toURL().openConnection();
        connection.setConnectTimeout(FETCH_TIMEOUT_MS);
        connection.setReadTimeout(FETCH_TIMEOUT_MS);
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode());
            }
            return connection.getInputStream().readAllBytes();
        } finally {
            connection.disconnect();
        }
    }
}
