package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import weir.system.FaultyBackend.Mode;

/**
 * What may happen to backends, at random: they are killed and started again, drained, set to maintenance, restarted in
 * an orderly way, and their weights are changed. At least two are always well, and Weir knows it. Guests, which are
 * always well, are added and removed. Weir itself is frozen for a moment, and its certificate renewed. One thread.
 */
final class Churn {
    private static final int WELL_MIN = 2;
    private static final int GAP_MS_MAX = 200, TROUBLE_MS_MAX = 600, FREEZE_MS_MAX = 1_500;
    private static final String POOL = "/api/pools/app/backends";
    private static final double[] WEIGHTS = {0.5, 1, 2, 4};

    enum Act {
        KILL,
        DRAIN,
        MAINTENANCE,
        RESTART,
        WEIGHT,
        ADD,
        REMOVE,
        FREEZE,
        CERTIFICATE
    }

    /** What may happen to Weir as a whole. */
    interface Balancer {
        /** Stopped and continued, so long as this. */
        void freeze(int ms) throws IOException;

        void renewCertificate() throws IOException;
    }

    /**
     * A backend's end.
     *
     * @param sinceNs before the first of its connections was reset
     * @param untilNs after the last
     * @param isOrderly it was drained before, and had nothing in flight
     */
    record Stop(int port, long sinceNs, long untilNs, boolean isOrderly) {}

    private final List<FaultyBackend> backends;
    private final List<FaultyBackend> guests;
    private final Set<FaultyBackend> present = new HashSet<>();
    private final AdminClient admin;
    private final Balancer balancer;
    private final Random random;
    private final List<Stop> stops = new ArrayList<>();
    private final Map<Act, Integer> counts = new EnumMap<>(Act.class);
    /** Per backend, what it suffers from; null = nothing. */
    private final Act[] trouble;

    private final long[] untilNs;

    Churn(
            List<FaultyBackend> backends,
            List<FaultyBackend> guests,
            AdminClient admin,
            Balancer balancer,
            Random random) {
        this.backends = backends;
        this.guests = guests;
        this.admin = admin;
        this.balancer = balancer;
        this.random = random;
        trouble = new Act[backends.size()];
        untilNs = new long[backends.size()];
    }

    /** Returns when the time is over and all are well again. */
    void run(long forNs) throws IOException {
        final long endNs = System.nanoTime() + forNs;
        while (endNs - System.nanoTime() > 0) {
            repair(System.nanoTime());
            trouble();
            LockSupport.parkNanos(1_000_000L * (1 + random.nextInt(GAP_MS_MAX)));
        }
        for (FaultyBackend guest : List.copyOf(present)) {
            remove(guest);
        }
        repair(Long.MAX_VALUE);
        for (FaultyBackend backend : backends) {
            admin.change(backend.port(), "\"weight\": 1");
        }
        await("all are well").atMost(Child.PATIENCE).until(() -> usable() == backends.size());
    }

    private void repair(long nowNs) throws IOException {
        for (int i = 0; i < trouble.length; i++) {
            if (trouble[i] != null && (nowNs == Long.MAX_VALUE || untilNs[i] - nowNs <= 0)) {
                backends.get(i).become(Mode.WELL);
                admin.change(backends.get(i).port(), "\"state\": \"ready\"");
                trouble[i] = null;
            }
        }
    }

    private void trouble() throws IOException {
        final int i = random.nextInt(trouble.length);
        final Act act = Act.values()[random.nextInt(Act.values().length)];
        final long forNs = 1_000_000L * (50 + random.nextInt(TROUBLE_MS_MAX));
        final double weight = WEIGHTS[random.nextInt(WEIGHTS.length)];
        final FaultyBackend backend = backends.get(i);
        final FaultyBackend guest = guests.get(random.nextInt(guests.size()));
        if (act == Act.ADD && !present.contains(guest)) {
            add(guest, weight);
        } else if (act == Act.REMOVE && present.contains(guest)) {
            remove(guest);
        } else if (act == Act.ADD || act == Act.REMOVE) {
            return;
        } else if (act == Act.FREEZE) {
            balancer.freeze(1 + random.nextInt(FREEZE_MS_MAX));
        } else if (act == Act.CERTIFICATE) {
            balancer.renewCertificate();
        } else if (act == Act.WEIGHT) {
            admin.change(backend.port(), "\"weight\": " + weight);
        } else if (trouble[i] == null && usable() > WELL_MIN) {
            trouble[i] = act;
            begin(act, backend);
            untilNs[i] = System.nanoTime() + forNs;
        } else {
            return;
        }
        counts.merge(act, 1, Integer::sum);
    }

    private void add(FaultyBackend guest, double weight) throws IOException {
        final String body =
                "{\"address\": \"127.0.0.1:" + guest.port() + "\", \"max_connections\": 4, \"weight\": " + weight + "}";
        assertEquals(201, admin.ask("POST", POOL, body).status());
        present.add(guest);
    }

    /** Nothing is awaited: what is under way there goes on. */
    private void remove(FaultyBackend guest) throws IOException {
        assertEquals(
                204,
                admin.ask("DELETE", POOL + "/127.0.0.1:" + guest.port(), "").status());
        present.remove(guest);
    }

    private void begin(Act act, FaultyBackend backend) throws IOException {
        switch (act) {
            case KILL -> stop(backend, false);
            case DRAIN -> admin.change(backend.port(), "\"state\": \"drain\"");
            case MAINTENANCE -> admin.change(backend.port(), "\"state\": \"maintenance\"");
            case RESTART -> {
                admin.change(backend.port(), "\"state\": \"drain\"");
                awaitCalm(backend);
                // Whoever stays at a backend by its cookie still comes to one that is drained.
                admin.change(backend.port(), "\"state\": \"maintenance\"");
                awaitCalm(backend);
                stop(backend, true);
            }
            case WEIGHT, ADD, REMOVE, FREEZE, CERTIFICATE -> throw new AssertionError("no trouble");
        }
    }

    private void awaitCalm(FaultyBackend backend) {
        await("nothing in flight")
                .atMost(Child.PATIENCE)
                .until(() -> "0".equals(admin.member(backend.port(), "in_flight")));
    }

    private void stop(FaultyBackend backend, boolean isOrderly) {
        final long sinceNs = System.nanoTime();
        backend.become(Mode.GONE);
        stops.add(new Stop(backend.port(), sinceNs, System.nanoTime(), isOrderly));
    }

    /** Backends that are well, and that Weir sends requests to. */
    private int usable() throws IOException {
        int count = 0;
        for (int i = 0; i < trouble.length; i++) {
            if (trouble[i] == null && "true".equals(admin.member(backends.get(i).port(), "usable"))) {
                count++;
            }
        }
        return count;
    }

    List<Stop> stops() {
        return stops;
    }

    Map<Act, Integer> counts() {
        return counts;
    }
}
