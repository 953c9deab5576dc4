package weir.bench.load;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.words.Durations;

/** Asks a server that was just started for one page, until it answers. Any certificate will do. Any thread. */
public final class Fetch {
    private static final long START_NS = 60 * Durations.NS_PER_S;
    private static final int POLL_MS = 50;
    private static final int TIMEOUT_MS = 5_000;

    private Fetch() {}

    /** The body of a 200 answer. Refuses when the server ends, or gives none for long. */
    public static byte[] await(Child server, String url) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + START_NS;
        while (true) {
            try {
                return body(url);
            } catch (IOException e) {
                refuseWhenHopeless(server, deadlineNs, e);
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static void refuseWhenHopeless(Child server, long deadlineNs, IOException last) throws IOException {
        if (!server.isAlive()) {
            throw new CannotMeasure(server.complaint("ended at once"));
        }
        if (deadlineNs - System.nanoTime() <= 0) {
            throw new CannotMeasure(server.complaint("does not answer with 200 (" + last.getMessage() + ")"));
        }
    }

    /**
     * Waits until the server, which somebody else has started, answers with a status below 400.
     *
     * @throws CannotMeasure when it has not within the time; says what it did instead
     */
    static void await(String url, long waitNs) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + waitNs;
        while (true) {
            final String instead = insteadOfAnAnswer(url);
            if (instead == null) {
                return;
            }
            if (deadlineNs - System.nanoTime() <= 0) {
                throw new CannotMeasure(url + " was not ready within " + Durations.show(waitNs) + ": " + instead);
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Null when there is one. */
    private static String insteadOfAnAnswer(String url) {
        try {
            final HttpURLConnection connection = open(url);
            try {
                final int status = connection.getResponseCode();
                return status < HttpURLConnection.HTTP_BAD_REQUEST ? null : "status " + status;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** The body of a 200 answer; any other outcome is an IOException. */
    public static byte[] body(String url) throws IOException {
        final HttpURLConnection connection = open(url);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode());
            }
            return connection.getInputStream().readAllBytes();
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection open(String url) throws IOException {
        final HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(Tls.of(true).context().getSocketFactory());
            secure.setHostnameVerifier((host, session) -> true);
        }
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestProperty("Connection", "close");
        return connection;
    }
}
