package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.control.Membership;
import weir.model.AdminState;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Passive.Failure;
import weir.model.Pool;
import weir.snapshot.Snapshot;
import weir.testkit.LoopHarness;

/** Backends that are added and removed, as the probe loop sees them. */
class ChangingPoolTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private HealthMonitorDrill drill;

    private void start() {
        drill = new HealthMonitorDrill(harness, HealthCheck.DEFAULTS, 2);
    }

    private void change(Pool changed) {
        final Snapshot next = harness.snapshot().withPool(0, changed);
        harness.change(before -> changed);
        harness.settle();
        drill.monitor.offer(next);
        harness.settle();
        assertEquals(next.generation(), drill.monitor.generation());
    }

    private void remove(int index) {
        change(new Membership(pool(), pool().room()).without(index));
    }

    private void add(int number) {
        change(new Membership(pool(), pool().room()).with(harness.newBackend(number), index -> true));
    }

    private Pool pool() {
        return harness.snapshot().pools().get(0);
    }

    @Test
    void tellsTheLoopsOfAnAddedBackendAtOnce() {
        start();
        drill.told.clear();
        add(2);
        assertEquals(2, drill.last().backend());
        assertEquals("b2", drill.status(2).backend());
        assertEquals(1, drill.told.size());
    }

    @Test
    void saysNothingOfARemovedBackendAnyMore() {
        start();
        remove(0);
        assertNull(drill.status(0));
        drill.told.clear();
        drill.said.clear();
        drill.fail(0, Failure.CONNECT, 50);
        assertTrue(drill.monitor.setAdmin(0, 0, AdminState.DRAIN));
        drill.pass(60_000);
        assertTrue(drill.told.stream().noneMatch(state -> state.backend() == 0), drill.told::toString);
        assertTrue(drill.said.stream().noneMatch(line -> line.startsWith("b0")), drill.said::toString);
    }

    @Test
    void whoGetsTheIndexHasNothingOfTheOneBefore() {
        start();
        drill.fail(0, Failure.CONNECT, 10);
        assertTrue(drill.monitor.setAdmin(0, 0, AdminState.DRAIN));
        harness.settle();
        assertEquals(Health.DOWN, drill.status(0).health());
        remove(0);
        add(2);
        assertEquals("b2", drill.status(0).backend());
        assertEquals(HealthCheck.DEFAULTS.initial(), drill.status(0).health());
        assertEquals(AdminState.READY, drill.status(0).admin());
        assertFalse(drill.status(0).transitions().stream()
                .anyMatch(line -> line.reason().contains("drain")));
        assertEquals(1, drill.last().generation());
    }

    @Test
    void thoseThatStayKeepWhatIsKnownOfThem() {
        start();
        assertTrue(drill.monitor.setAdmin(0, 1, AdminState.DRAIN));
        harness.settle();
        remove(0);
        add(2);
        assertEquals(AdminState.DRAIN, drill.status(1).admin());
    }
}
