package weir.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weir.model.Health;
import weir.model.HealthCheck;
import weir.model.Passive;
import weir.model.Passive.Consecutive;
import weir.model.Passive.Failure;
import weir.model.Passive.Latency;
import weir.model.Passive.Mode;
import weir.model.Passive.Ratio;
import weir.stats.Counter;
import weir.testkit.LoopHarness;
import weir.testkit.ScriptedBackend.Door;
import weir.testkit.ScriptedClient;

/** Ejection by what requests tell. */
class PassiveTest {
    private static final Passive DEFAULTS = Passive.DEFAULTS;

    @RegisterExtension
    final LoopHarness harness = new LoopHarness();

    private HealthMonitorDrill drill;

    private void start(Passive passive, int backends) {
        drill = new HealthMonitorDrill(harness, HealthCheck.DEFAULTS.withPassive(passive), backends);
    }

    private static Passive rules(Mode consecutive, Mode ratio, Mode latency) {
        return DEFAULTS.withRules(new Consecutive(consecutive, 5), new Ratio(ratio, 50), new Latency(latency, 3, 50));
    }

    @AfterEach
    void stopsChecking() {
        harness.backend(0).door(Door.REFUSES);
    }

    @Test
    void ejectsAfterFailuresInARowAndTakesBackAfterAWhile() {
        start(DEFAULTS, 2);
        drill.fail(0, Failure.RESET, 4);
        assertEquals(Health.UP, drill.status(0).health());
        drill.fail(0, Failure.TIMEOUT, 1);
        assertEquals(Health.EJECTED, drill.status(0).health());
        assertFalse(drill.last().takesNew());
        assertTrue(drill.status(0).reason().startsWith("5 failures in a row, the last one: timeout"));
        drill.pass(9_900);
        assertEquals(Health.EJECTED, drill.status(0).health());
        drill.pass(200);
        assertEquals(List.of("b0 health ejected", "b0 health up"), drill.said);
        assertTrue(drill.last().takesNew());
        assertEquals(1, drill.status(0).ejections());
        assertEquals(1, harness.count(Counter.EJECTIONS));
    }

    @Test
    void aSuccessInBetweenBeginsANewRow() {
        start(DEFAULTS, 2);
        for (int i = 0; i < 5; i++) {
            drill.fail(0, Failure.RESET, 4);
            drill.succeed(0, 1, 1);
        }
        assertEquals(List.of(), drill.said);
    }

    @Test
    void ejectionsInARowLastLongerUpToAMaximumAndShrinkAfterSuccess() {
        start(DEFAULTS, 2);
        assertEquals(10_000, ejectAndMeasureMs());
        assertEquals(20_000, ejectAndMeasureMs());
        assertEquals(30_000, ejectAndMeasureMs());
        drill.succeed(0, 1, 1);
        drill.pass(20_000); // two stretches well
        assertEquals(20_000, ejectAndMeasureMs());
        drill.pass(60_000); // no success, so it has proved nothing
        assertEquals(30_000, ejectAndMeasureMs());
    }

    private long ejectAndMeasureMs() {
        drill.fail(0, Failure.RESET, 5);
        assertEquals(Health.EJECTED, drill.status(0).health());
        final long ms = drill.status(0).ejectedUntilWallMs() - drill.status(0).sinceWallMs();
        drill.pass((int) ms + 50);
        assertEquals(Health.UP, drill.status(0).health());
        return ms;
    }

    @Test
    void ejectsNoMoreThanTheShareAndNeverTheLast() {
        start(DEFAULTS, 4);
        for (int backend = 0; backend < 4; backend++) {
            drill.fail(backend, Failure.RESET, 5);
        }
        assertEquals(
                2,
                drill.monitor.view().statuses(0).stream()
                        .filter(status -> status.health() == Health.EJECTED)
                        .count());
        assertEquals(2, harness.count(Counter.EJECTIONS_SPARED));
    }

    @Test
    void neverEjectsTheOnlyBackend() {
        start(DEFAULTS, 1);
        drill.fail(0, Failure.RESET, 50);
        assertEquals(Health.UP, drill.status(0).health());
        assertEquals(1, harness.count(Counter.EJECTIONS_SPARED), "said once, not with each failure");
    }

    @Test
    void onlyNotesWhatItWouldHaveDoneInShadow() {
        start(rules(Mode.SHADOW, Mode.OFF, Mode.OFF), 2);
        drill.fail(0, Failure.RESET, 50);
        assertEquals(List.of("b0 shadow would be ejected: 5 failures in a row, the last one: reset"), drill.said);
        assertEquals(List.of(), drill.told);
        assertEquals(1, harness.count(Counter.EJECTIONS_SHADOWED));
        drill.pass(10_000);
        drill.fail(0, Failure.RESET, 5);
        assertEquals(2, harness.count(Counter.EJECTIONS_SHADOWED));
    }

    @Test
    void isSilentWhenAllRulesAreOff() {
        start(rules(Mode.OFF, Mode.OFF, Mode.OFF), 2);
        drill.fail(0, Failure.RESET, 500);
        assertEquals(List.of(), drill.said);
    }

    @Test
    void ejectsByTheShareOfFailuresInTheWindow() {
        start(rules(Mode.OFF, Mode.ENFORCE, Mode.OFF), 2);
        drill.succeed(0, 9, 1);
        drill.fail(0, Failure.RESET, 10);
        drill.pass(1_050);
        assertEquals(Health.UP, drill.status(0).health(), "19 requests say nothing yet");
        drill.fail(0, Failure.RESET, 1);
        drill.pass(1_050);
        assertEquals(Health.EJECTED, drill.status(0).health());
        assertEquals(
                "11 of 20 requests failed within 10000 ms; for 10000 ms",
                drill.status(0).reason());
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        start(rules(Mode.OFF, Mode.ENFORCE, Mode.OFF), 2);
        drill.fail(0, Failure.RESET, 15);
        drill.pass(12_000);
        drill.fail(0, Failure.RESET, 15);
        drill.pass(2_000);
        assertEquals(Health.UP, drill.status(0).health());
    }

    @Test
    void ejectsWhoIsMuchSlowerThanTheOthers() {
        start(rules(Mode.OFF, Mode.OFF, Mode.ENFORCE), 3);
        drill.succeed(0, 30, 40);
        drill.succeed(1, 30, 200);
        drill.succeed(2, 30, 50);
        drill.pass(1_050);
        assertEquals(List.of("b1 health ejected"), drill.said);
        assertTrue(drill.status(1).reason().startsWith("mean latency 200000 us, that of the others 40000 us"));
    }

    @Test
    void leavesSlowOnesAloneThatAreStillFast() {
        start(rules(Mode.OFF, Mode.OFF, Mode.ENFORCE), 3);
        drill.succeed(0, 30, 1);
        drill.succeed(1, 30, 49);
        drill.succeed(2, 30, 1);
        drill.pass(1_050);
        assertEquals(List.of(), drill.said);
    }

    @Test
    void comesBackUpWhenChecksSucceedAfterItWasDownWhileEjected() {
        start(DEFAULTS, 3);
        drill.fail(0, Failure.RESET, 5);
        harness.backend(0).door(Door.REFUSES);
        drill.fail(0, Failure.CONNECT, 3);
        assertEquals(Health.DOWN, drill.status(0).health());
        harness.backend(0).door(Door.OPEN);
        drill.pass(5_000);
        assertEquals(
                List.of("b0 health ejected", "b0 health down", "b0 health up"),
                drill.said,
                "without a second ejection");
        drill.pass(20_000);
        assertEquals(3, drill.said.size());
    }

    @Test
    void countsServerErrorsOfRealRequestsWhereTheFileSaysSo() {
        start(DEFAULTS.withFailures(Failure.SERVER_ERROR), 2);
        serve(10, 500);
        assertEquals(List.of("b0 health ejected"), drill.said);
    }

    @Test
    void takesServerErrorsForAnswersOtherwise() {
        start(DEFAULTS, 2);
        serve(20, 500);
        assertEquals(List.of(), drill.said);
        assertEquals(0, harness.snapshot().pool(0).results().failures(0));
        assertEquals(10, harness.snapshot().pool(0).results().successes(0));
    }

    /** In turn: the first backend answers with that status, the second with 200. */
    private void serve(int requests, int status) {
        final ScriptedClient client = harness.client();
        for (int i = 0; i < requests; i++) {
            client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            harness.backend(i % 2).newest().expectsRequest("GET /");
            harness.backend(i % 2).newest().answers(i % 2 == 0 ? status : 200, "x");
            client.expectsResponse(i % 2 == 0 ? status : 200, "x");
        }
        drill.monitor.signal();
        harness.advanceMs(6);
    }

    @Test
    void neverBlamesABackendForAClientThatLeaves() {
        start(DEFAULTS, 2);
        for (int i = 0; i < 20; i++) {
            final ScriptedClient client = harness.client();
            client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            harness.settle();
            client.resets();
            harness.settle();
        }
        assertEquals(0, harness.signals());
        assertEquals(0, harness.snapshot().pool(0).results().failures(0));
    }

    @Test
    void countsAResponseThatIsCut() {
        start(DEFAULTS, 2);
        for (int i = 0; i < 10; i++) {
            final ScriptedClient client = harness.client();
            client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            harness.backend(i % 2).newest().expectsRequest("GET /");
            if (i % 2 == 0) {
                harness.backend(0).newest().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                harness.backend(0).newest().ends();
            } else {
                harness.backend(1).newest().answers(200, "x");
            }
            harness.settle();
        }
        assertEquals(5, harness.signals());
        drill.monitor.signal();
        harness.advanceMs(6);
        assertEquals(List.of("b0 health ejected"), drill.said);
    }
}
