package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.system.FaultyBackend.Mode;

/**
 * What a failure costs. Under a steady load one of three backends breaks and is repaired; clients see no failure but
 * those that cannot be avoided, each with its name in the log and in the counters, and all is as before soon after.
 * Prints a row of the table in docs/HEALTH.md for each fault.
 */
@Tag("system")
@Timeout(90)
final class FaultIT {
    private static final long SEED = Long.getLong("weir.seed", 20_261_121);
    private static final int CLIENTS = 16, PACE_MS = 40, WORK_MS = 2;

    /** The first requests: loops are compiled a little, connections are kept. */
    private static final int WARM_UP = 200;

    /** How long a backend stays broken: longer than it takes to notice, shorter than an ejection. */
    private static final int HOLD_MS = 1500;

    /** Generous, for a machine that is busy with something else; see docs/HEALTH.md for what to expect. */
    private static final int EFFECT_MS_MAX = 6_000, RETURN_MS_MAX = 10_000;

    /** That many requests show whether a backend has three quarters of its share. */
    private static final int WINDOW = 60, SHARE_MIN = WINDOW / 3 * 3 / 4;

    /** Sent to a backend that then was gone: it may have acted on it, so it must not be repeated. */
    private static final String LOST_POST = "POST 502 upstream_(connection_stale|closed_without_response)";

    private static final String CONFIGURATION = """
            loops: 2
            admin: {bind: 127.0.0.1:0}
            log: {access: %s}
            listeners: {web: {bind: 127.0.0.1:0, pool: app}}
            pools:
              app:
                backends: [%s]
                timeouts: {connect: 500ms, response: 1s, body: 1s}
                health:
                  type: http
                  interval: 500ms
                  fast-interval: 200ms
                  timeout: 1s
                  rise: 1
                  fall: 2
                  passive: {consecutive: 5, ejection: 2s}
                %s
            """;

    /** Beside the defaults, what a user has to allow, because backends may work on a request twice. */
    private static final String MORE_RETRIES =
            "retry: {on: [connect-failure, stale-connection, empty-response, timeout, 500]}";

    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    Path folder;

    private final List<FaultyBackend> backends = new ArrayList<>();
    private FaultyBackend second;
    private WeirProcess weir;
    private Load load;
    private String name;

    /** Something that can be broken and repaired. */
    private interface Act {
        void perform() throws IOException;
    }

    private void start(TestInfo info) throws IOException {
        start(info, "");
    }

    /** @param more keys of the pool */
    private void start(TestInfo info, String more) throws IOException {
        name = info.getDisplayName().replace("()", "");
        for (int i = 1; i <= 3; i++) {
            backends.add(stage.add(new FaultyBackend("b" + i, WORK_MS * 1_000_000L)));
        }
        second = backends.get(1);
        startWeir(more);
    }

    private void startWeir(String more) throws IOException {
        final String addresses =
                backends.stream().map(backend -> "127.0.0.1:" + backend.port()).collect(Collectors.joining(", "));
        weir = stage.weir(CONFIGURATION.formatted(folder.resolve("access.log"), addresses, more));
        load = stage.add(new Load(weir.port(), CLIENTS, PACE_MS, SEED));
        await("the load").atMost(Child.PATIENCE).until(() -> load.count() >= WARM_UP);
    }

    @Test
    void losesNoGetToABackendThatRefusesConnections(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(() -> second.become(Mode.GONE), () -> second.become(Mode.WELL), "b2", LOST_POST);
        assertTrue(audit.retries() > 0, "who met it was served by another one");
    }

    @Test
    void answers504ForABackendThatNeverAnswers(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(
                () -> second.become(Mode.SILENT),
                () -> second.become(Mode.WELL),
                "b2",
                "(GET|POST) 504 upstream_response_timeout");
        assertNotRepeated(audit);
    }

    @Test
    void answers504ForABackendThatAnswersAByteASecond(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(
                () -> second.become(Mode.DRIPPING),
                () -> second.become(Mode.WELL),
                "b2",
                "(GET|POST) 504 upstream_response_timeout");
        assertNotRepeated(audit);
    }

    @Test
    void repeatsGetsAndNoPostThatABackendResetsUnanswered(TestInfo info) throws Exception {
        start(info);
        final Audit audit =
                trial(() -> second.become(Mode.RESETS_UNANSWERED), () -> second.become(Mode.WELL), "b2", LOST_POST);
        assertTrue(audit.retries() > 0, "GETs were served by another one");
        assertNotRepeated(audit);
    }

    @Test
    void answers502ForABackendThatResetsWithinTheHead(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(
                () -> second.become(Mode.RESETS_IN_HEAD),
                () -> second.become(Mode.WELL),
                "b2",
                "(GET|POST) 502 upstream_response_head_cut");
        assertTrue(audit.failures().size() >= 5, "it takes five failures to eject it");
        assertNotRepeated(audit);
    }

    @Test
    void cutsTheResponseOfABackendThatResetsWithinTheBody(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(
                () -> second.become(Mode.RESETS_IN_BODY),
                () -> second.become(Mode.WELL),
                "b2",
                "(GET|POST) 200 upstream_response_cut");
        assertTrue(audit.failures().size() >= 5, "it takes five failures to eject it");
        assertNotRepeated(audit);
    }

    @Test
    void losesNoGetToABackendThatIsKilledAndReturns(TestInfo info) throws Exception {
        name = info.getDisplayName().replace("()", "");
        final FaultyBackend placeholder = new FaultyBackend("b2", 0);
        placeholder.close(); // its port is free for the process
        final int port = placeholder.port();
        final List<Child> process = new ArrayList<>(List.of(stage.add(FaultyProcess.start("b2", WORK_MS, port))));
        backends.add(stage.add(new FaultyBackend("b1", WORK_MS * 1_000_000L)));
        backends.add(placeholder);
        backends.add(stage.add(new FaultyBackend("b3", WORK_MS * 1_000_000L)));
        startWeir("");
        trial(
                () -> process.get(0).kill(),
                () -> process.add(stage.add(FaultyProcess.start("b2", WORK_MS, port))),
                "b2",
                LOST_POST);
    }

    @Test
    void losesNoGetToABackendThatComesAndGoesEverySecond(TestInfo info) throws Exception {
        start(info);
        for (int flap = 0; flap < 2; flap++) {
            second.become(Mode.GONE);
            pace(1000);
            second.become(Mode.WELL);
            pace(1000);
        }
        trial(() -> second.become(Mode.GONE), () -> second.become(Mode.WELL), "b2", LOST_POST);
    }

    @Test
    void passesOnA500(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(
                () -> second.become(Mode.FAILS_TENTH), () -> second.become(Mode.WELL), "b2", "(GET|POST) 500 served");
        assertTrue(second.failed() > 0, "it has failed");
        assertEquals(second.failed(), audit.failures().size(), "as the backend has sent, so clients have got");
        assertEquals(0, audit.retries());
    }

    @Test
    void asksAnotherBackendInsteadOfA500WhereThatIsAllowed(TestInfo info) throws Exception {
        start(info, MORE_RETRIES);
        final Audit audit =
                trial(() -> second.become(Mode.FAILS_TENTH), () -> second.become(Mode.WELL), "b2", "POST 500 served");
        assertTrue(second.failed() > 0, "it has failed");
        assertEquals(second.failed(), audit.failures().size() + audit.retries(), "each 500 was passed on or replaced");
    }

    @Test
    void asksAnotherBackendAfterASilentOneWhereThatIsAllowed(TestInfo info) throws Exception {
        start(info, MORE_RETRIES);
        final Audit audit = trial(
                () -> second.become(Mode.SILENT),
                () -> second.become(Mode.WELL),
                "b2",
                "POST 504 upstream_response_timeout");
        assertTrue(audit.retries() > 0, "GETs were served by another one, late");
    }

    @Test
    void saysSoAtOnceWhenAllAreDownAndServesWhenAllAreBack(TestInfo info) throws Exception {
        start(info);
        final Audit audit = trial(
                () -> backends.forEach(backend -> backend.become(Mode.GONE)),
                () -> backends.forEach(backend -> backend.become(Mode.WELL)),
                "b1,b2,b3",
                "(GET|POST) 50[23] (no_healthy_backend|upstream_connect_refused)|(GET|POST) 502 upstream_(connection_stale|closed_without_response)");
        assertTrue(audit.ends().getOrDefault("no_healthy_backend", 0) > 0, audit.ends()::toString);
        final long slowestMs = audit.failures().stream()
                .mapToLong(entry -> entry.seen().tookMs())
                .max()
                .orElseThrow();
        assertTrue(slowestMs < EFFECT_MS_MAX, "a refusal took " + slowestMs + " ms");
    }

    /** What failed was asked once, over all backends: whoever might have acted on it was left alone. */
    private void assertNotRepeated(Audit audit) {
        for (Audit.Entry entry : audit.failures()) {
            final String target = entry.seen().target();
            assertEquals(
                    1,
                    backends.stream()
                            .mapToInt(backend -> backend.arrivals(target))
                            .sum(),
                    entry::toString);
            assertEquals(0, entry.retries(), entry::toString);
        }
    }

    /** @param unavoidable failures that may be, as {@link Audit#kind} writes them */
    private Audit trial(Act breakIt, Act repairIt, String names, String unavoidable) throws IOException {
        final Set<String> victims = Set.of(names.split(","));
        final long faultNs = System.nanoTime();
        breakIt.perform();
        pace(HOLD_MS);
        repairIt.perform();
        final long repairNs = System.nanoTime();
        await("share of " + victims).atMost(Child.PATIENCE).until(() -> returnNs(load.seen(), victims, repairNs) >= 0);
        load.close();
        final Audit audit = Audit.of(weir, folder.resolve("access.log"), load);
        audit.assertNoPostWasRepeated(backends);
        report(audit, faultNs, repairNs, victims);
        for (String kind : audit.failuresByKind().keySet()) {
            assertTrue(kind.matches(unavoidable), () -> kind + " in " + audit.failuresByKind() + ", seed " + SEED);
        }
        assertOthersDidNotFail(audit, victims);
        return audit;
    }

    /** The log blames the broken ones, or says that there was none left to ask. */
    private void assertOthersDidNotFail(Audit audit, Set<String> victims) {
        final Set<String> blamed = audit.failures().stream()
                .map(Audit.Entry::backend)
                .filter(address -> !address.equals("-"))
                .collect(Collectors.toSet());
        blamed.removeAll(backends.stream()
                .filter(backend -> victims.contains(backend.name()))
                .map(backend -> "127.0.0.1:" + backend.port())
                .toList());
        assertEquals(Set.of(), blamed, "backends that were well");
    }

    private void report(Audit audit, long faultNs, long repairNs, Set<String> victims) {
        final long effectMs = ms(audit.failures().stream()
                .mapToLong(entry -> entry.seen().endNs() - faultNs)
                .max()
                .orElse(0));
        final long returnMs = ms(returnNs(load.seen(), victims, repairNs));
        final long slowestMs =
                load.seen().stream().mapToLong(Load.Seen::tookMs).max().orElse(0);
        System.out.printf(
                "| %s | %d | %d | %s | %d | %d | %d |%n",
                name, audit.count(), audit.retries(), audit.failuresByKind(), slowestMs, effectMs, returnMs);
        assertTrue(
                effectMs < ms(repairNs - faultNs) + EFFECT_MS_MAX, "a client saw an effect after " + effectMs + " ms");
        assertTrue(returnMs < RETURN_MS_MAX, "its share came back after " + returnMs + " ms");
    }

    /** From the repair until requests are shared out again; negative when they are not yet. */
    private static long returnNs(List<Load.Seen> all, Set<String> victims, long repairNs) {
        final List<Load.Seen> after =
                all.stream().filter(seen -> seen.startNs() - repairNs >= 0).toList();
        for (int i = 0; i + WINDOW <= after.size(); i++) {
            final List<Load.Seen> window = after.subList(i, i + WINDOW);
            if (victims.stream().allMatch(victim -> share(window, victim) >= SHARE_MIN)) {
                return window.get(0).endNs() - repairNs;
            }
        }
        return -1;
    }

    private static long share(List<Load.Seen> window, String victim) {
        return window.stream().filter(seen -> victim.equals(seen.backend())).count();
    }

    private static long ms(long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns);
    }

    private static void pace(int ms) {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (endNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
    }
}
