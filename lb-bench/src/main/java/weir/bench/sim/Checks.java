package weir.bench.sim;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import weir.bench.words.Durations;
import weir.health.RiseAndFall;
import weir.model.Health;
import weir.model.HealthCheck;

/**
 * Rise and fall as {@code weir.health.BackendHealth} has it, without its sockets: when a backend is checked, and what
 * requests that cannot connect count. A check takes no time and does not wait in the backend's queue. Ejections, panic
 * and slow start are left out. Thread: the simulation's.
 */
final class Checks {
    /** Told of each change of health. */
    interface Listener {
        void onHealth(int backend, boolean isUp);
    }

    /** As in {@code weir.health.BackendCheck}. */
    private static final double JITTER = 0.1;

    /** As there: a failed request brings the next check forward. */
    private static final long SOON_NS = 100 * Durations.NS_PER_MS;

    private final HealthCheck rule;
    private final Station[] stations;
    private final EventQueue events;
    private final RandomGenerator random;
    private final Listener listener;
    private final RiseAndFall[] health;
    /** When each is checked next; an event of another time is an old one. */
    private final long[] dueNs;
    /** A request was answered since the last that could not connect. */
    private final boolean[] hasAnswered;

    Checks(HealthCheck rule, Station[] stations, EventQueue events, RandomGenerator random, Listener listener) {
        this.rule = rule;
        this.stations = stations;
        this.events = events;
        this.random = random;
        this.listener = listener;
        health = new RiseAndFall[stations.length];
        Arrays.setAll(health, i -> new RiseAndFall(rule.rise(), rule.fall(), Health.UP));
        hasAnswered = new boolean[stations.length];
        dueNs = new long[stations.length];
        Arrays.fill(dueNs, EventQueue.NEVER);
    }

    /** The first checks come at random points of the first interval. */
    void start() {
        for (int i = 0; i < stations.length; i++) {
            if (isActive(i)) {
                checkAt((long) (intervalNs() * random.nextDouble()), i);
            }
        }
    }

    private long intervalNs() {
        return rule.times().intervalMs() * Durations.NS_PER_MS;
    }

    private boolean isActive(int backend) {
        return switch (rule.type()) {
            case NONE -> false;
            case PASSIVE -> !isUp(backend);
            case TCP, HTTP -> true;
        };
    }

    private boolean isUp(int backend) {
        return health[backend].health() == Health.UP;
    }

    private void checkAt(long timeNs, int backend) {
        dueNs[backend] = timeNs;
        events.add(timeNs, Event.CHECK.on(backend));
    }

    void onDue(int backend, long nowNs) {
        if (dueNs[backend] != nowNs) {
            return;
        }
        dueNs[backend] = EventQueue.NEVER;
        onResult(backend, passes(stations[backend]));
        if (isActive(backend)) {
            checkAt(nowNs + (long) (intervalNs() * (1 + JITTER * (2 * random.nextDouble() - 1))), backend);
        }
    }

    /** Who answers with errors does so to an HTTP check, too. */
    private boolean passes(Station station) {
        return !station.isDown && !(station.isFailing && rule.type() == HealthCheck.Type.HTTP);
    }

    void onAnswer(int backend) {
        hasAnswered[backend] = true;
    }

    /** A request could not reach the backend. */
    void onConnectFailed(int backend, long nowNs) {
        if (rule.type() == HealthCheck.Type.NONE || !isUp(backend)) {
            return;
        }
        if (hasAnswered[backend] && !rule.isActive()) {
            health[backend].forgive(); // only failures in a row count, and no check would say so
        }
        hasAnswered[backend] = false;
        onResult(backend, false);
        if (isActive(backend)) {
            checkAt(nowNs + SOON_NS, backend);
        }
    }

    private void onResult(int backend, boolean isSuccess) {
        if (health[backend].onResult(isSuccess)) {
            listener.onHealth(backend, isUp(backend));
        }
    }
}
