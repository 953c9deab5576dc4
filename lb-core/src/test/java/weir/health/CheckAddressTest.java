package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.Backend;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Pool;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;

/** A backend that is checked somewhere else than where requests go: here, where the second backend is. */
class CheckAddressTest {
    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private static List<Pool> checkedAtTheSecond(Pool pool) {
        final Backend second = pool.backends().get(1);
        final Backend first = pool.backends().get(0).withCheckAddress(second.address());
        return List.of(pool.withBackends(List.of(first, second)));
    }

    @AfterEach
    void stopsChecking() {
        harness.backend(1).door(Door.REFUSES);
    }

    @Test
    void isCheckedThereAlone() {
        harness.setup().pools(CheckAddressTest::checkedAtTheSecond);
        final HealthMonitorDrill drill =
                new HealthMonitorDrill(harness, HealthCheck.DEFAULTS.withType(HealthCheck.Type.TCP), 2);
        harness.backend(1).door(Door.REFUSES);
        drill.pass(20_000);
        assertEquals(Health.DOWN, drill.status(0).health());
        harness.backend(0).expectsAttempts(0);
        assertTrue(harness.backend(1).attempts() > 0);
    }
}
