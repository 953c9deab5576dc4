package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weir.model.AdminState;
import weir.model.CheckFields;
import weir.model.CheckTimes;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.HttpCheck;
import weir.model.Passive;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;

/** Health of a backend whose name may lead nowhere, and what is said of it. */
class NamedCheckTest {
    @RegisterExtension
    private final LoopHarness harness = new LoopHarness();

    private static HealthCheck check(HealthCheck.Type type) {
        return new HealthCheck(
                type, HttpCheck.DEFAULTS, new CheckTimes(100, 100, 100, 50), 1, 1, Health.UP, 0, 0, Passive.DEFAULTS);
    }

    private HealthMonitorDrill drill(HealthCheck.Type type, String name) {
        harness.setup().named(name);
        return new HealthMonitorDrill(harness, check(type), 2);
    }

    private static BackendStatus status(HealthMonitorDrill drill) {
        return drill.monitor.view().status(0, 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = HealthCheck.Type.class,
            names = {"TCP", "PASSIVE", "NONE"})
    void aBackendWhoseNameDoesNotResolveIsDownUntilItDoes(HealthCheck.Type type) {
        final HealthMonitorDrill drill = drill(type, "app.test");
        assertEquals(Health.DOWN, status(drill).health());
        assertEquals("not resolved", status(drill).reason());
        assertEquals(Health.DOWN, drill.told.get(0).health());
        harness.advanceMs(500);
        assertEquals("not resolved", status(drill).reason());
        harness.resolve(0);
        harness.advanceMs(500);
        assertEquals(Health.UP, status(drill).health());
    }

    @Test
    void aCheckTriesTheNextAddressWhenOneRefuses() {
        final HealthMonitorDrill drill = drill(HealthCheck.Type.TCP, "app.test");
        harness.backend(0).door(Door.REFUSES);
        harness.resolve(0, 1);
        harness.advanceMs(500);
        assertEquals(Health.UP, status(drill).health());
        harness.backend(1).door(Door.REFUSES_LATER);
        harness.advanceMs(500);
        assertEquals(Health.DOWN, status(drill).health());
    }

    @Test
    void aCheckSendsItsFields() {
        final HttpCheck http =
                HttpCheck.DEFAULTS.withFields(new CheckFields(Map.of("Authorization", "Basic bW9uOnB3")));
        final HealthMonitorDrill drill =
                new HealthMonitorDrill(harness, check(HealthCheck.Type.HTTP).withHttp(http), 1);
        harness.advanceMs(150);
        final var request = harness.backend(0).newest().expectsRequest("GET /health");
        assertEquals("Basic bW9uOnB3", request.field("Authorization"));
        assertEquals("weir-probe", request.field("User-Agent"));
        assertFalse(http.toString().contains("bW9u"), http::toString);
        harness.backend(0).newest().sends("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        drill.monitor.setAdmin(0, 0, AdminState.MAINTENANCE); // no more checks
        harness.settle();
    }

    @Test
    void theReasonIsTheInitialStateAndThenTheLastCheck() {
        final HealthMonitorDrill drill = new HealthMonitorDrill(harness, check(HealthCheck.Type.TCP), 1);
        assertEquals("initial: up", status(drill).reason());
        harness.advanceMs(300);
        assertEquals("connected", status(drill).reason());
        assertEquals(Health.UP, status(drill).health());
    }
}
