package weir.app;

import java.io.PrintWriter;
import weir.model.Configuration;
import weir.model.Pool;

/** What a running balancer tells its operator on stdout, at its start and at its end. */
final class Listening {
    private Listening() {}

    /** One line per listener, such as {@code listening on http://127.0.0.1:8080 (web -> pool app, 3 backends)}. */
    static void print(Weir weir, PrintWriter out) {
        for (Weir.Bound listener : weir.listeners()) {
            out.println("listening on " + Url.of(listener.scheme(), listener.address()) + " (" + listener.name()
                    + " -> " + target(listener, weir.configuration()) + ")");
        }
        weir.adminAddress().ifPresent(address -> out.println("admin on " + Url.of("http", address)));
    }

    /** Blocks until all running exchanges have ended or the configured time for that is over. */
    static void stop(Weir weir, Configuration configuration, PrintWriter out) {
        out.println("stopping, running exchanges have " + configuration.shutdownMs() + " ms to end");
        weir.stop();
        out.println("stopped: " + weir.summary());
    }

    private static String target(Weir.Bound listener, Configuration configuration) {
        final int index = configuration.poolIndex(listener.pool());
        if (index < 0) {
            return listener.pool(); // words for people: it has no pool of its own
        }
        final Pool pool = configuration.pools().get(index);
        return "pool " + pool.name() + ", " + Count.of(pool.backendCount(), "backend");
    }
}
