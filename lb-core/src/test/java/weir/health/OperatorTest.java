package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.AdminState;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Passive.Failure;
import weir.model.SlowStart;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;

/** Admin states, weights, panic and slow start: what the probe loop merges with health. */
class OperatorTest {
    private static final HealthCheck TCP = HealthCheck.DEFAULTS.withType(HealthCheck.Type.TCP);

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private HealthMonitorDrill drill;

    private void start(HealthCheck health, int backends) {
        drill = new HealthMonitorDrill(harness, health, backends);
    }

    private void set(int backend, AdminState admin) {
        assertTrue(drill.monitor.setAdmin(0, backend, admin));
        harness.settle();
    }

    @AfterEach
    void stopsChecking() {
        for (int i = 0; i < harness.snapshot().pools().get(0).backends().size(); i++) {
            harness.backend(i).door(Door.REFUSES);
        }
    }

    @Test
    void drainTakesNoNewClientsAndGoesOnChecking() {
        start(TCP, 2);
        set(0, AdminState.DRAIN);
        assertFalse(drill.last().takesNew());
        assertTrue(drill.last().takesSticky());
        final int before = harness.backend(0).attempts();
        drill.pass(5_000);
        assertTrue(harness.backend(0).attempts() > before);
        set(0, AdminState.READY);
        assertTrue(drill.last().takesNew());
        assertEquals(List.of("b0 admin set to drain", "b0 admin set to ready"), drill.said);
    }

    /** Over a restart of Weir, too. */
    @Test
    void beginsAsOperatorsHaveLeftIt() {
        drill = new HealthMonitorDrill(harness, TCP, 2, monitor -> {
            monitor.restore(0, 0, AdminState.MAINTENANCE, null);
            monitor.restore(0, 1, AdminState.READY, 2.5);
        });
        assertEquals(
                List.of("0 false 1.0", "1 true 2.5"),
                drill.told.stream()
                        .map(state -> state.backend() + " " + state.takesSticky() + " " + state.weight())
                        .toList());
        assertEquals(List.of("b0 admin still set to maintenance", "b1 weight weight still set to 2.50"), drill.said);
        drill.pass(10_000);
        harness.backend(0).expectsAttempts(0);
        set(0, AdminState.READY);
        drill.pass(200);
        assertTrue(drill.last().takesNew());
    }

    @Test
    void maintenanceIsLeftAloneAndComesBackByACheck() {
        start(TCP, 2);
        drill.pass(3_000);
        set(0, AdminState.MAINTENANCE);
        assertFalse(drill.last().takesSticky());
        final int before = harness.backend(0).attempts();
        drill.pass(10_000);
        harness.backend(0).expectsAttempts(before);
        set(0, AdminState.READY);
        assertEquals(Health.CHECKING, drill.status(0).health());
        assertFalse(drill.last().takesNew());
        drill.pass(200);
        assertEquals(Health.UP, drill.status(0).health());
        assertTrue(drill.last().takesNew());
    }

    @Test
    void maintenanceClosesIdleConnections() {
        start(HealthCheck.DEFAULTS, 1);
        final var client = harness.client();
        client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        harness.backend(0).newest().expectsRequest("GET /");
        harness.backend(0).newest().answers(200, "x");
        client.expectsResponse(200, "x");
        assertEquals(1, harness.idleUpstreams());
        set(0, AdminState.MAINTENANCE);
        assertEquals(0, harness.idleUpstreams());
    }

    @Test
    void overridesAWeightUntilItIsTakenBack() {
        start(TCP, 2);
        drill.monitor.setWeight(0, 1, 7.5);
        harness.settle();
        assertEquals(7.5, drill.last().weight());
        assertEquals(7.5, drill.status(1).weightOverride());
        drill.monitor.setWeight(0, 1, null);
        harness.settle();
        assertEquals(1, drill.last().weight());
        assertNull(drill.status(1).weightOverride());
        assertThrows(IllegalArgumentException.class, () -> drill.monitor.setWeight(0, 1, 257.0));
    }

    @Test
    void tellsNothingWhenNothingHasChanged() {
        start(TCP, 2);
        set(0, AdminState.READY);
        drill.monitor.setWeight(0, 0, 1.0);
        harness.settle();
        drill.pass(5_000);
        assertEquals(List.of(), drill.told);
    }

    @Test
    void panicsWhenTooFewAreUpAndCalmsDown() {
        start(TCP.withPanicPercent(50), 4);
        for (int backend = 0; backend < 3; backend++) {
            harness.backend(backend).door(Door.REFUSES);
        }
        drill.pass(9_000);
        assertTrue(drill.said.contains("panic 1/4"), drill.said::toString);
        assertTrue(drill.monitor.view().isPanic(0));
        assertEquals(1, harness.count(Counter.PANICS));
        assertTrue(drill.status(0).transitions().stream()
                .anyMatch(t -> t.reason().equals("panic: 1 of 4 up, so all are used")));
        assertEquals(Health.DOWN, drill.status(0).health());
        drill.told.stream()
                .filter(state -> state.backend() == 0)
                .reduce((a, b) -> b)
                .ifPresent(state -> assertTrue(state.takesNew()));
        harness.backend(0).door(Door.OPEN);
        drill.pass(6_000);
        assertTrue(drill.said.contains("calm 2/4"), drill.said::toString);
        assertFalse(drill.monitor.view().isPanic(0));
    }

    @Test
    void doesNotPanicBeforeTheFirstChecks() {
        start(TCP.withPanicPercent(50).withInitial(Health.CHECKING), 4);
        harness.backend(0).door(Door.REFUSES);
        harness.backend(1).door(Door.REFUSES);
        drill.pass(4_000);
        assertEquals(0, harness.count(Counter.PANICS));
    }

    @Test
    void panicSparesWhoIsNotReady() {
        start(TCP.withPanicPercent(100), 3);
        set(2, AdminState.MAINTENANCE);
        assertFalse(drill.said.contains("panic 2/3"), "who is away counts neither way");
        harness.backend(0).door(Door.REFUSES);
        drill.pass(9_000);
        assertTrue(drill.said.contains("panic 1/2"), drill.said::toString);
        assertTrue(drill.told.stream().filter(state -> state.backend() == 2).noneMatch(state -> state.takesNew()));
    }

    @Test
    void risesInStepsAfterItsReturn() {
        harness.setup().slowStart(new SlowStart(10_000, 10, 1, false));
        start(TCP, 2);
        harness.backend(0).door(Door.REFUSES);
        drill.pass(9_000);
        harness.backend(0).door(Door.OPEN);
        drill.told.clear();
        drill.pass(20_000);
        assertEquals(
                List.of(0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0).stream()
                        .distinct()
                        .toList(),
                drill.told.stream().map(state -> state.weight()).toList());
        assertEquals(
                drill.told.stream().map(state -> state.weight()).toList(),
                drill.told.stream().map(state -> state.limitShare()).toList());
        assertEquals("b0 slow_start has its full share", drill.said.get(drill.said.size() - 1));
    }

    @Test
    void startsAtFullShareUnlessTheFileSaysOtherwise() {
        harness.setup().slowStart(new SlowStart(10_000, 10, 1, false));
        start(TCP, 1);
        assertEquals(List.of(), drill.told);
    }

    @Test
    void startsSlowlyWhereTheFileSaysSo() {
        harness.setup().slowStart(new SlowStart(10_000, 10, 2, true));
        start(TCP, 1);
        assertEquals(0.1, drill.last().weight());
        drill.pass(5_050);
        assertEquals(Math.sqrt(0.5), drill.last().weight(), 1e-9);
        drill.pass(5_000);
        assertEquals(1, drill.last().weight());
    }

    @Test
    void takesNobodyForUpBeforeTheFirstCheckWhereTheFileSaysSo() {
        start(TCP.withInitial(Health.CHECKING), 2);
        harness.backend(1).door(Door.REFUSES);
        assertFalse(harness.view().pool(0).hasUsableBackend());
        drill.pass(2_500);
        assertEquals(Health.UP, drill.status(0).health());
        assertEquals(Health.DOWN, drill.status(1).health());
        assertTrue(harness.view().pool(0).hasUsableBackend());
    }

    @Test
    void keepsTheLastTransitionsOnly() {
        start(TCP, 1);
        for (int i = 0; i < 100; i++) {
            set(0, i % 2 == 0 ? AdminState.DRAIN : AdminState.READY);
        }
        assertEquals(History.LENGTH, drill.status(0).transitions().size());
        assertEquals(100, drill.status(0).generation());
    }

    @Test
    void anEjectionEndsWithMaintenance() {
        start(HealthCheck.DEFAULTS, 2);
        drill.fail(0, Failure.RESET, 5);
        set(0, AdminState.MAINTENANCE);
        set(0, AdminState.READY);
        assertEquals(Health.UP, drill.status(0).health());
        drill.pass(30_000);
        assertEquals(Health.UP, drill.status(0).health());
    }
}
