package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.testkit.TlsFixtures;

/**
 * Backends come and go at random, by their own doing and by the operator's, others are added and removed, at half of
 * what the configured ones could serve. Weir is frozen now and then, and its certificate renewed. A third of the
 * clients comes with TLS, a third stays at its backend, others speak with Redis through a relay. No request is lost
 * that could be repeated, nobody gets what was meant for another, and in the end everything is back: buffers,
 * connections, permits, descriptors, memory.
 *
 * <p>Takes 20 seconds each, or {@code -Dweir.soak.seconds=600}. The choices, though not their timing, follow from
 * {@code -Dweir.seed=N}.
 */
@Tag("system")
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class ChurnIT {
    private static final long SEED = Long.getLong("weir.seed", 20_261_123);
    private static final long SECONDS = Long.getLong("weir.soak.seconds", 20);

    /** Beside the others, in the run with little memory. */
    private static final int SLOW_CLIENTS = Integer.getInteger("weir.soak.slow", 500);

    /** Refused at once they would come again every second pass of a second. */
    private static final int SLOW_HELD_S = 4;

    private static final int REDIS_CLIENTS = 4;

    /**
     * Of 400 and 600 that there would be on an idle machine with nothing in the way. Less means that somebody starves.
     */
    private static final int REDIS_PER_SECOND_MIN = 40, REQUESTS_PER_SECOND_MIN = 150;

    /**
     * 24 clients at 40 ms make 600 requests per second; four backends with 4 at a time of 12 ms each can do 1300, two
     * of them 670.
     */
    private static final int CLIENTS = 24, PACE_MS = 40, BACKENDS = 4, GUESTS = 2, LIMIT = 4, WORK_MS = 12;

    private static final List<String> LITTLE_MEMORY = List.of("-ea", "-Xmx64m", "-XX:MaxDirectMemorySize=64m");

    private static final SSLContext TLS = TlsFixtures.trustingContext();

    private static final int WARM_UP = 3000, AFTERWARDS = 1000;

    /** Sent to a backend that then was gone: it may have acted on it, so it must not be repeated. */
    private static final String UNAVOIDABLE = "POST 502 upstream_(connection_stale|closed_without_response)";

    /** The reset of a backend reaches Weir at once, but a busy machine may put off its loop. */
    private static final long RESET_SEEN_NS = 500_000_000;

    /** Health checks and the question of the admin API that are under way; what leaks would leak by the thousand. */
    private static final int DESCRIPTORS_MORE = BACKENDS + 2;

    /**
     * Fifty transitions of each backend, percentiles, what the JVM keeps of its own. A byte per request would not fit
     * for long, an object at all.
     */
    private static final long HEAP_MORE = 1 << 20;

    private static final String CONFIGURATION = """
            loops: 2
            admin: {bind: 127.0.0.1:0}
            log: {access: %s}
            listeners:
              web: {bind: 127.0.0.1:0, routes: [{path: /slow/*, pool: slow}], pool: app}
              secure: {bind: 127.0.0.1:0, pool: app, tls: {certificate: '%s', key: '%s'}}
              relay: {bind: 127.0.0.1:0, mode: tcp, pool: cache}
            pools:
              slow: {backends: [127.0.0.1:%d], health: none, timeouts: {idle: 1s}}
              cache: {backends: [127.0.0.1:%d], health: tcp}
              app:
                backends: [%s]
                sticky: {cookie: WEIR}
                timeouts: {connect: 500ms, response: 5s, idle: 1s}
                queue: {timeout: 5s}
                retry: {attempts: 3}
                slow-start: 300ms
                health:
                  type: http
                  interval: 200ms
                  fast-interval: 100ms
                  timeout: 2s
                  rise: 1
                  fall: 2
                  passive: {consecutive: 5, ejection: 500ms}
            """;

    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    Path folder;

    private final List<FaultyBackend> backends = new ArrayList<>();
    /** They come and go by the admin API. */
    private final List<FaultyBackend> guests = new ArrayList<>();

    /** For slow clients; none of them is at the others'. */
    private FaultyBackend slowBackend;

    private int renewals;
    private WeirProcess weir;
    private AdminClient admin;

    /** What there is of each thing that must not grow. */
    private record Stock(int descriptors, long heapBytes, double threads) {}

    @Test
    void losesNothingThatCouldBeRepeatedAndLeaksNothing() throws Exception {
        run(WeirProcess.USUAL, 0);
    }

    @Test
    void theSameWithLittleMemoryBesideSlowClients() throws Exception {
        run(LITTLE_MEMORY, SLOW_CLIENTS);
    }

    private void run(List<String> options, int slowClients) throws Exception {
        start(options);
        final List<Load> all = new ArrayList<>();
        final List<Load> warmUp = loads("warm-up", PACE_MS / 4);
        awaitCount(warmUp, WARM_UP);
        final RedisLoad redisWarmUp = new RedisLoad(weir.port("relay"), REDIS_CLIENTS);
        await("Redis").atMost(Child.PATIENCE).until(() -> redisWarmUp.count() >= WARM_UP / 10);
        redisWarmUp.close();
        close(warmUp, all);
        final Stock before = stock(Long.MAX_VALUE);

        final List<Load> loads = loads("churn", PACE_MS);
        final RedisLoad redis = stage.add(new RedisLoad(weir.port("relay"), REDIS_CLIENTS));
        final SlowClients slow = stage.add(new SlowClients(weir.port("web"), slowClients));
        final Churn churn = new Churn(backends, guests, admin, balancer(), new Random(SEED));
        churn.run(TimeUnit.SECONDS.toNanos(SECONDS));
        slow.close();
        redis.close();
        close(loads, all);
        final Stock after = stock(before.heapBytes() + HEAP_MORE);

        final List<Load> afterwards = loads("afterwards", 0);
        backends.forEach(FaultyBackend::takeMostAtWork);
        awaitCount(afterwards, AFTERWARDS);
        close(afterwards, all);
        final Audit audit = Audit.of(weir, folder.resolve("access.log"), all, ChurnIT::isOfOthers);
        final long slowServed = slowServed();
        System.out.println("seed " + SEED + ", " + SECONDS + " s, " + slowClients + " slow clients: " + audit.count()
                + " requests, " + audit.retries() + " retries, " + audit.ends() + ", failures "
                + audit.failuresByKind() + ", Redis asked " + redis.count() + " times, slow clients thrown out "
                + slow.thrownOut() + " times, served " + slowServed + " times, acts " + churn.counts() + ", before "
                + before + ", after " + after);
        assertTrue(redis.count() >= SECONDS * REDIS_PER_SECOND_MIN, redis.count() + " answers of Redis");
        final int served = loads.stream().mapToInt(Load::count).sum();
        assertTrue(served >= SECONDS * REQUESTS_PER_SECOND_MIN, served + " requests");
        assertTrue(slowServed >= slowClients, slowServed + " requests of slow clients served");
        assertTrue(
                slow.thrownOut() <= slowClients * SECONDS / SLOW_HELD_S,
                slow.thrownOut() + " times a slow client was thrown out");
        assertAllIsWell(audit, churn, before, after);
    }

    /** Else nobody would know whether they had been there. */
    private long slowServed() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("access.log"))) {
            return lines.filter(line -> line.contains(" target=\"" + SlowClients.TARGET))
                    .filter(line -> line.contains(" end=served "))
                    .count();
        }
    }

    private static boolean isOfOthers(String line) {
        return line.contains(" listener=relay ") || line.contains(" target=\"" + SlowClients.TARGET);
    }

    private void assertAllIsWell(Audit audit, Churn churn, Stock before, Stock after) {
        final List<FaultyBackend> all = new ArrayList<>(backends);
        all.addAll(guests);
        audit.assertNoPostWasRepeated(all);
        assertFailuresAreUnavoidable(audit, churn);
        for (FaultyBackend backend : backends) {
            assertEquals(
                    LIMIT,
                    backend.takeMostAtWork(),
                    "at a time: " + backend.name() + " has all its permits and no more");
        }
        assertTrue(after.threads() <= before.threads(), "threads: " + before + after);
        assertTrue(after.descriptors() <= before.descriptors() + DESCRIPTORS_MORE, "descriptors: " + before + after);
        assertTrue(after.heapBytes() <= before.heapBytes() + HEAP_MORE, "heap: " + before + after);
    }

    private void start(List<String> options) throws IOException {
        final int redis = FreePort.find();
        stage.add(Child.start(List.of(
                Peers.require("redis-server").toString(), "--port", "" + redis, "--save", "", "--bind", "127.0.0.1")));
        await("redis").atMost(Child.PATIENCE).until(() -> RawClient.canConnect(redis));
        slowBackend = stage.add(new FaultyBackend("slow", 0));
        renewCertificate();
        for (int i = 1; i <= BACKENDS; i++) {
            backends.add(stage.add(new FaultyBackend("b" + i, TimeUnit.MILLISECONDS.toNanos(WORK_MS))));
        }
        for (int i = 1; i <= GUESTS; i++) {
            guests.add(stage.add(new FaultyBackend("g" + i, TimeUnit.MILLISECONDS.toNanos(WORK_MS))));
        }
        final String list = backends.stream()
                .map(backend -> "{address: 127.0.0.1:" + backend.port() + ", max-connections: " + LIMIT + "}")
                .collect(Collectors.joining(", "));
        weir = stage.weir(
                options,
                CONFIGURATION.formatted(
                        folder.resolve("access.log"), certificate(), key(), slowBackend.port(), redis, list));
        admin = new AdminClient(weir.adminPort());
    }

    private Path certificate() {
        return folder.resolve("site.pem");
    }

    private Path key() {
        return folder.resolve("site-key.pem");
    }

    /** The other one of two. */
    private void renewCertificate() throws IOException {
        final String name = renewals++ % 2 == 0 ? "localhost" : "wildcard";
        Files.copy(TlsFixtures.file(name + ".pem"), certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(TlsFixtures.file(name + "-key.pem"), key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private Churn.Balancer balancer() {
        return new Churn.Balancer() {
            @Override
            public void freeze(int ms) throws IOException {
                weir.freeze(ms);
            }

            @Override
            public void renewCertificate() throws IOException {
                ChurnIT.this.renewCertificate();
            }
        };
    }

    /** Plain clients, such with TLS, and such that stay at their backend. */
    private List<Load> loads(String name, int paceMs) {
        final int clients = CLIENTS / 3;
        final Load.Door plain = () -> new RawClient(weir.port("web"));
        final Load.Door secure =
                () -> new RawClient(TLS.getSocketFactory().createSocket("127.0.0.1", weir.port("secure")));
        return List.of(
                stage.add(new Load(name + "-plain", plain, false, clients, paceMs, SEED)),
                stage.add(new Load(name + "-tls", secure, false, clients, paceMs, SEED + clients)),
                stage.add(new Load(name + "-sticky", plain, true, clients, paceMs, SEED + 2 * clients)));
    }

    private static void awaitCount(List<Load> loads, int count) {
        await().atMost(Child.PATIENCE)
                .until(() -> loads.stream().mapToInt(Load::count).sum() >= count);
    }

    private static void close(List<Load> loads, List<Load> into) {
        loads.forEach(Load::close);
        into.addAll(loads);
    }

    /**
     * Once all clients are gone, what was kept for them is closed, and spare objects that nobody needs are dropped,
     * which takes some 20 s after a peak.
     */
    private Stock stock(long heapBytesMax) throws Exception {
        for (String metric : List.of(
                "weir_connections",
                "weir_backend_in_flight",
                "weir_loop_buffers_held",
                "weir_loop_large_buffers_held")) {
            await(metric).atMost(Child.PATIENCE).until(() -> admin.sum(metric) == 0);
        }
        final ProcessFacts process = new ProcessFacts(weir.pid());
        await("kept connections are closed")
                .atMost(Child.PATIENCE)
                .until(() -> slowBackend.connections() == 0
                        && backends.stream()
                                        .mapToInt(FaultyBackend::connections)
                                        .sum()
                                <= BACKENDS);
        final long[] heapBytes = new long[1];
        await("heap is back")
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(2, TimeUnit.SECONDS)
                .pollDelay(0, TimeUnit.SECONDS)
                .until(() -> (heapBytes[0] = process.liveHeapBytes()) <= heapBytesMax);
        return new Stock(process.descriptors(), heapBytes[0], admin.sum("jvm_threads_current"));
    }

    /** Each of them has met a backend at the very moment when it was killed. */
    private static void assertFailuresAreUnavoidable(Audit audit, Churn churn) {
        final List<String> others = new ArrayList<>();
        for (Audit.Entry entry : audit.failures()) {
            final List<Churn.Stop> met =
                    churn.stops().stream().filter(stop -> meets(entry, stop)).toList();
            if (met.stream().allMatch(Churn.Stop::isOrderly)
                    || !Audit.kind(entry).matches(UNAVOIDABLE)) {
                others.add(entry + ", which met " + met + " of " + nearest(entry, churn));
            }
        }
        assertEquals(List.of(), others, "seed " + SEED);
    }

    private static boolean meets(Audit.Entry entry, Churn.Stop stop) {
        return entry.backend().endsWith(":" + stop.port())
                && stop.sinceNs() - entry.seen().endNs() <= 0
                && stop.untilNs() + RESET_SEEN_NS - entry.seen().startNs() >= 0;
    }

    /** The last end of its backend before the failure, for whoever has to find out why. */
    private static String nearest(Audit.Entry entry, Churn churn) {
        return churn.stops().stream()
                .filter(stop -> entry.backend().endsWith(":" + stop.port()))
                .filter(stop -> stop.sinceNs() - entry.seen().endNs() <= 0)
                .reduce((earlier, later) -> later)
                .map(stop ->
                        stop + ", " + (entry.seen().startNs() - stop.untilNs()) / 1_000_000 + " ms before its request")
                .orElse("none");
    }
}
