package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More clients than the process may have descriptors (EMFILE). */
@Tag("system")
@Timeout(60)
final class DescriptorLimitIT {
    private static final int DESCRIPTORS_MAX = 80;
    private static final int CLIENTS = 200;

    private static final Duration WATCHED = Duration.ofSeconds(3);
    /** A loop that spins would use all of the time; waiting takes next to nothing. */
    private static final long CPU_MS_MAX = WATCHED.toMillis() / 8;

    /** The checks as well find no descriptor, which is not the backend's fault; patient, as a busy machine is not either. */
    private static final String CHECK = ", health: {type: http, interval: 1s, timeout: 900ms, rise: 1, fall: 2}";

    /** Of the crowd, those who are surely accepted. */
    private static final int ACCEPTED = 20;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void pausesAcceptingAndGoesOnWhenClientsHaveLeft() throws Exception {
        final DemoBackendProcess backend = stage.demoBackend("b1");
        final List<String> limit = List.of("bash", "-c", "ulimit -n " + DESCRIPTORS_MAX + "; exec \"$0\" \"$@\"");
        final String yaml = Yaml.of("loops: 1", CHECK, backend.port());
        final WeirProcess weir = WeirProcess.start(stage, limit, WeirProcess.USUAL, yaml);
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final RawClient early = stage.client(weir.port());
        assertEquals(200, early.get("/").status());

        final List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            crowd.add(stage.client(weir.port()));
        }
        await("no descriptor is left").atMost(Child.PATIENCE).until(() -> facts.descriptors() >= DESCRIPTORS_MAX - 1);
        assertStaysCalm(facts);
        final RawResponse kept = early.get("/");
        assertEquals(200, kept.status(), () -> "over the connection that was there before: " + weir.err());
        assertAnsweredOrToldWhyNot(crowd.subList(0, ACCEPTED));

        for (RawClient client : crowd) {
            client.close();
        }
        await("descriptors are free").atMost(Child.PATIENCE).until(() -> facts.descriptors() < DESCRIPTORS_MAX / 2);
        assertEquals(200, RawClient.getOnce(weir.port(), "/").status());
        assertEquals(200, early.get("/").status());
    }

    /** All at a time over the few connections to the backend that there can be. */
    private static void assertAnsweredOrToldWhyNot(List<RawClient> clients) throws Exception {
        for (RawClient client : clients) {
            client.sendGet("/?delay=50ms", "HTTP/1.1");
        }
        for (RawClient client : clients) {
            final RawResponse response = client.read().whole();
            if (response.status() != 200) {
                assertEquals("503 no_descriptor_left\n", response.text());
            }
        }
    }

    private static void assertStaysCalm(ProcessFacts facts) throws Exception {
        final long before = facts.cpuMs();
        await("little CPU time is used")
                .during(WATCHED)
                .atMost(WATCHED.multipliedBy(3))
                .until(() -> facts.cpuMs() - before < CPU_MS_MAX);
        final long used = facts.cpuMs() - before;
        System.out.println("CPU while accepting pauses: " + used + " ms in " + WATCHED);
        assertTrue(used < CPU_MS_MAX, "used " + used + " ms");
    }
}
