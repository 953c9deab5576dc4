package weir.admin;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import weir.model.Health;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.Snapshot;
import weir.stats.BackendTally;
import weir.stats.Counters;
import weir.stats.ListenerTally;

/** What the admin API knows of the running Weir. Every method: any thread, and what it returns may be a moment old. */
public interface RuntimeView {
    /** One event loop. */
    interface Loop {
        String name();

        Counters counters();

        /** Open client connections. */
        int clientCount();

        /** Its thread has ended, though nobody has stopped it. */
        boolean hasDied();

        /** Null when the backend is not there. */
        BackendTally tally(int pool, int backend);

        /** State of this loop's circuit breaker for the backend, or for its pool: a word; null when there is none. */
        String breaker(int pool, int backend);

        ListenerTally tally(int listener);

        /**
         * Makes the loop tell its gauges, on its own thread.
         *
         * @return false when its mailbox is full
         */
        boolean ask(Consumer<Gauges> answer);

        /** As {@link weir.snapshot.LoopPort#explain}. */
        boolean explain(ExplainRequest request, Consumer<Explanation> answer);
    }

    /** What only the loop itself can read. */
    record Gauges(
            int buffersHeld,
            int buffersStock,
            int bufferBytes,
            int smallBuffersHeld,
            int smallBuffersStock,
            int largeBuffersHeld,
            int largeBuffersStock) {}

    /** A listener and where it really listens. */
    record Bound(String name, SocketAddress address) {}

    /**
     * Something that happened to a backend.
     *
     * @param kind what has changed: a word
     * @param from health before, {@code to} since
     */
    record Transition(long wallMs, String kind, Health from, Health to, String reason) {}

    /**
     * Of a listener with TLS.
     *
     * @param expiries by name, when it ends, as Unix time in seconds
     * @param reloads times that new files came into use
     * @param failures times that they did not
     */
    record Certificates(String listener, Map<String, Long> expiries, long reloads, long failures) {}

    /** How often something happened that has a word of its own. */
    record Count(String word, LongSupplier value) {}

    /**
     * Where operators' changes are kept over a restart.
     *
     * @param trouble why the last ones are not; null = they are
     */
    record Kept(String file, String trouble) {}

    Snapshot snapshot();

    List<Loop> loops();

    /** Runs the answer on the probe loop; false when its mailbox is full. */
    boolean askProbe(Runnable answer);

    /** In the order of the configuration. */
    List<Bound> listeners();

    /** How exchanges ended. */
    List<Count> ends();

    /** Why messages were refused. */
    List<Count> refusals();

    /** What rules and watchers did: stickiness, queues, budgets, breakers, checks, ejections, notifications. */
    List<Count> events();

    /** Of the listeners that have any. */
    default List<Certificates> certificates() {
        return List.of();
    }

    /** The kinds of failure that a {@link BackendTally} counts; null where a kind never is a backend's. */
    List<String> failureWords();

    /** The state of a backend that the loops have; one that is not there takes nothing. */
    BackendState state(int pool, int backend);

    /** Why its health is what it is. */
    String healthReason(int pool, int backend);

    /** The last ones, oldest first. */
    List<Transition> transitions(int pool, int backend);

    /** Null when changes are not kept over a restart. */
    Kept kept();

    /** A stop has begun. */
    boolean isStopping();

    /** Lines of the access log that could not be written. */
    long accessLogLinesLost();

    String version();
}
