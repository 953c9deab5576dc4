package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.model.AdminState;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.HealthCheck.Type;
import weir.model.Passive.Failure;
import weir.model.Pool;
import weir.snapshot.BackendState;
import weir.snapshot.ExplainRequest;
import weir.snapshot.Explanation;
import weir.snapshot.LoopPort;
import weir.snapshot.Outcome;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** The probe on the harness' loop, with a door to another loop that exists only as a list. */
class HealthMonitorTest {
    private static final int INTERVAL_MS = 2_000;
    private static final int TIMEOUT_MS = 1_000;
    private static final int ONE_ROUND_MS = INTERVAL_MS * 12 / 10;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private final List<BackendState> told = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private boolean isMailboxFull;
    private HealthMonitor monitor;

    private final LoopPort other = new LoopPort() {
        @Override
        public boolean offer(BackendState state) {
            if (!isMailboxFull) {
                told.add(state);
            }
            return !isMailboxFull;
        }

        @Override
        public boolean drain(int idleMs, int withinMs) {
            return true;
        }

        @Override
        public boolean isDraining() {
            return true;
        }

        @Override
        public boolean explain(ExplainRequest request, Consumer<Explanation> answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int clientCount() {
            return 0;
        }
    };

    private final HealthMonitor.Listener listener = new HealthMonitor.Listener() {
        @Override
        public void onTransition(Pool pool, int backend, Transition transition) {
            changes.add(transition.to().word() + ": " + transition.reason());
        }

        @Override
        public void onPanic(Pool pool, boolean isPanic, int upCount, int count) {
            changes.add("panic: " + isPanic);
        }
    };

    private static BackendState state(boolean isUp, long generation) {
        return new BackendState(0, 0, isUp ? Health.UP : Health.DOWN, false, AdminState.READY, 1, 1, generation);
    }

    private void start(Type type, int backends) {
        harness.setup()
                .backends(backends)
                .health(new HealthCheck(type, "/health", 200, 299, INTERVAL_MS, TIMEOUT_MS, 2, 3));
        monitor = new HealthMonitor(
                harness.loop(),
                harness.snapshot(),
                List.of(harness.outcomes()),
                List.of(harness.port(), other),
                listener,
                new Random(1));
        monitor.start();
        harness.settle();
    }

    /** Lets time pass in small steps, with HTTP checks answered by {@code status}; 0 = not at all. */
    private void pass(int ms, int status) {
        for (int passed = 0; passed < ms; passed += 50) {
            harness.advanceMs(50);
            for (var connection : harness.backend().connections()) {
                if (status != 0
                        && !connection.isClosed()
                        && !connection.unseen().isEmpty()) {
                    assertEquals(
                            "weir-probe",
                            connection.expectsRequest("GET /health").field("User-Agent"));
                    connection.answers(status, "");
                }
            }
            harness.settle();
        }
    }

    private void pass(int ms) {
        pass(ms, 0);
    }

    /** Checks go on forever, so the harness' own look after timeouts would find one under way. */
    @AfterEach
    void stopsChecking() {
        harness.backend().door(Door.REFUSES);
    }

    @Test
    void checksABackendAgainAndAgain() {
        start(Type.HTTP, 1);
        pass(10 * INTERVAL_MS, 200);
        final int checks = harness.backend().attempts();
        assertTrue(checks >= 8 && checks <= 11, checks + " checks");
        assertEquals(List.of(), changes);
        assertEquals(List.of(), told);
    }

    @Test
    void takesABackendOutAfterFailuresInARowAndBackAfterSuccesses() {
        start(Type.HTTP, 1);
        pass(2 * INTERVAL_MS, 500);
        assertEquals(List.of(), changes);
        pass(2 * ONE_ROUND_MS, 500);
        assertEquals(List.of("down: status 500"), changes);
        final ScriptedClient client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        client.expectsFailure(503, "no_healthy_backend");
        pass(4 * ONE_ROUND_MS, 204);
        assertEquals(List.of("down: status 500", "up: status 204"), changes);
        assertEquals(List.of(state(false, 1), state(true, 2)), told);
        assertTrue(harness.view().pool(0).hasUsableBackend());
    }

    @Test
    void forgivesAFailureThatStandsAlone() {
        start(Type.HTTP, 1);
        for (int i = 0; i < 5; i++) {
            pass(INTERVAL_MS, 500);
            pass(2 * ONE_ROUND_MS, 200);
        }
        assertEquals(List.of(), changes);
    }

    @Test
    void takesSilenceForFailure() {
        start(Type.HTTP, 1);
        pass(5 * INTERVAL_MS);
        assertEquals(List.of("down: no response within 1000 ms"), changes);
    }

    @Test
    void takesAnEndWithoutAResponseForFailure() {
        start(Type.HTTP, 1);
        for (int i = 0; i < 5 * INTERVAL_MS / 50; i++) {
            harness.advanceMs(50);
            harness.backend().connections().forEach(connection -> connection.ends());
        }
        harness.settle();
        assertEquals(List.of("down: connection ended before a response"), changes);
    }

    @Test
    void takesNonsenseForFailure() {
        start(Type.HTTP, 1);
        for (int i = 0; i < 5 * INTERVAL_MS / 50; i++) {
            harness.advanceMs(50);
            harness.backend().connections().forEach(connection -> connection.sends("SSH-2.0-x\r\n"));
        }
        harness.settle();
        assertEquals(List.of("down: response refused: bad_status_line"), changes);
    }

    @Test
    void takesAConnectionForSuccessWhenThatIsAllThatIsAsked() {
        start(Type.TCP, 1);
        harness.backend().door(Door.REFUSES_LATER);
        pass(4 * ONE_ROUND_MS);
        assertEquals(List.of("down: Connection refused"), changes);
        harness.backend().door(Door.OPENS_LATER);
        pass(3 * ONE_ROUND_MS);
        assertEquals("up: connected", changes.get(1));
    }

    @Test
    void takesAConnectionThatIsNeverEstablishedForFailure() {
        start(Type.TCP, 1);
        harness.backend().door(Door.SILENT);
        pass(5 * ONE_ROUND_MS);
        assertEquals(List.of("down: no connection within 1000 ms"), changes);
    }

    @Test
    void connectFailuresOfRequestsTakeABackendOutAndAConnectionBringsItBack() {
        start(Type.PASSIVE, 2);
        harness.backend(0).door(Door.REFUSES);
        final ScriptedClient client = harness.client();
        for (int i = 0; i < 3; i++) { // in turn: every second request meets the broken one
            for (int j = 0; j < 2; j++) {
                client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                harness.backend(1).newest().answersAnything("fine");
                client.expectsResponse(200, "fine");
            }
            monitor.signal();
            harness.advanceMs(5);
        }
        assertEquals(List.of("down: requests could not connect"), changes);
        final int before = harness.backend(0).attempts();
        client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        harness.backend(1).newest().answersAnything("fine");
        client.expectsResponse(200, "fine");
        harness.backend(0).expectsAttempts(before);
        harness.backend(0).door(Door.OPEN);
        pass(3 * ONE_ROUND_MS);
        assertEquals("up: connected", changes.get(1));
        final int after = harness.backend(0).attempts();
        pass(5 * INTERVAL_MS);
        harness.backend(0).expectsAttempts(after); // no more checks while it is up
    }

    @Test
    void checksABackendSoonWhenRequestsCouldNotConnect() {
        start(Type.HTTP, 1);
        pass(INTERVAL_MS, 200);
        final int before = harness.backend().attempts();
        harness.outcomes().offer(Outcome.pack(Failure.CONNECT, false, 0, 0));
        monitor.signal();
        harness.settle();
        harness.advanceMs(110);
        harness.backend().expectsAttempts(before + 1);
    }

    @Test
    void ignoresConnectFailuresWhenHealthIsNotToBeWatched() {
        start(Type.NONE, 1);
        for (int i = 0; i < 10; i++) {
            harness.outcomes().offer(Outcome.pack(Failure.CONNECT, false, 0, 0));
            monitor.signal();
            harness.settle();
        }
        pass(3 * INTERVAL_MS);
        assertEquals(List.of(), changes);
        harness.backend().expectsAttempts(0);
    }

    @Test
    void manyNudgesCostOneCommand() {
        start(Type.PASSIVE, 1);
        for (int i = 0; i < 10_000; i++) { // more than a mailbox holds
            monitor.signal();
        }
        harness.outcomes().offer(Outcome.pack(Failure.CONNECT, false, 0, 0));
        harness.settle();
        assertEquals(weir.stats.OutcomeRing.EMPTY, harness.outcomes().poll());
    }

    @Test
    void tellsAgainWhenAMailboxWasFull() {
        start(Type.HTTP, 1);
        isMailboxFull = true;
        pass(4 * ONE_ROUND_MS, 500);
        assertEquals(1, changes.size());
        assertEquals(List.of(), told);
        isMailboxFull = false;
        pass(2 * ONE_ROUND_MS, 500);
        assertEquals(List.of(state(false, 1)), told);
        assertEquals(1, changes.size());
    }

    @Test
    void tellsAgainThatAPassivelyWatchedBackendIsBack() {
        start(Type.PASSIVE, 1);
        for (int i = 0; i < 3; i++) {
            harness.outcomes().offer(Outcome.pack(Failure.CONNECT, false, 0, 0));
        }
        monitor.signal();
        harness.settle();
        isMailboxFull = true;
        pass(4 * ONE_ROUND_MS);
        assertEquals(2, changes.size());
        assertEquals(List.of(state(false, 1)), told);
        isMailboxFull = false;
        pass(2 * ONE_ROUND_MS);
        assertEquals(state(true, 2), told.get(told.size() - 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"NO_DESCRIPTOR", "NO_MEMORY"})
    void doesNotBlameABackendForAShortageOfOurs(Door door) {
        start(Type.TCP, 1);
        harness.backend().door(door);
        pass(6 * ONE_ROUND_MS);
        assertEquals(List.of(), changes);
        assertEquals(0, harness.count(Counter.FAULTS));
    }

    @Test
    void survivesABugInACheck() {
        start(Type.HTTP, 1);
        pass(INTERVAL_MS);
        harness.backend().newest().failsNextRead();
        harness.backend().sends("H");
        harness.settle();
        harness.expectsFaults(1);
        final int before = harness.backend().attempts();
        pass(ONE_ROUND_MS, 200);
        assertTrue(harness.backend().attempts() > before);
        assertEquals(0, harness.count(Counter.HEALTH_CHECK_FAILURES), "it says nothing of the backend");
    }
}
