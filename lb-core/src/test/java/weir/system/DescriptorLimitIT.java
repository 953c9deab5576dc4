package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More clients than the process may have descriptors for. */
@Tag("system")
@Timeout(120)
final class DescriptorLimitIT {
    private static final int DESCRIPTORS_MAX = 256;
    private static final int CLIENTS = 400;
    /** Of the crowd, those who are surely let in at once. */
    private static final int FIRST = 30;

    private static final Duration WATCHED = Duration.ofSeconds(3);
    /** A loop that spins would use all of the time; waiting takes next to nothing. */
    private static final long CPU_MS_MAX = WATCHED.toMillis() / 8;

    /** Patient, as a busy machine is not. */
    private static final String CHECK = ", health: {type: http, interval: 1s, timeout: 900ms, rise: 1, fall: 2}";

    @AutoClose
    private final Stage stage = new Stage();

    private static List<String> limit(int descriptors) {
        return List.of("bash", "-c", "ulimit -n " + descriptors + "; exec \"$0\" \"$@\"");
    }

    private WeirProcess weir() throws Exception {
        final String more = "loops: 2\nadmin: {bind: 127.0.0.1:0}";
        final String yaml = Yaml.of(more, CHECK, stage.demoBackend("b1").port());
        return WeirProcess.start(stage, limit(DESCRIPTORS_MAX), WeirProcess.USUAL, yaml);
    }

    /** All of them with a request: each that is in needs a connection to the backend. */
    @Test
    void servesAllWhoAreInAndThenTheOthers() throws Exception {
        final WeirProcess weir = weir();
        final List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            crowd.add(stage.client(weir.port()));
            crowd.get(i).sendGet("/?delay=50ms", "HTTP/1.1");
        }
        assertEquals(
                200, new AdminClient(weir.adminPort()).ask("GET", "/live", "").status());
        for (RawClient client : crowd) {
            assertEquals(200, client.read().whole().status());
            client.close();
        }
        assertEquals(200, RawClient.getOnce(weir.port(), "/").status());
    }

    @Test
    void closesTheLongestIdleForWhoWantsIn() throws Exception {
        final WeirProcess weir = weir();
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        final List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            crowd.add(stage.client(weir.port()));
            if (i < FIRST) {
                assertEquals(200, crowd.get(i).get("/").status());
            }
        }
        assertEquals(200, RawClient.getOnce(weir.port(), "/").status(), "a new client");
        assertEquals(
                200, new AdminClient(weir.adminPort()).ask("GET", "/live", "").status());
        assertTrue(new AdminClient(weir.adminPort()).sum("weir_idle_evictions_total") > 0, "closed for others");
        for (RawClient client : crowd) {
            client.close();
        }
        await("descriptors are free").atMost(Child.PATIENCE).until(() -> facts.descriptors() < DESCRIPTORS_MAX / 2);
        assertEquals(200, RawClient.getOnce(weir.port(), "/").status());
        assertStaysCalm(facts);
    }

    /** Nobody can be closed for the others, who wait in the kernel's queue. */
    @Test
    void waitsWhileAllAreBusyAndUsesNoTimeForIt() throws Exception {
        final WeirProcess weir = weir();
        final ProcessFacts facts = new ProcessFacts(weir.pid());
        for (int i = 0; i < CLIENTS; i++) {
            stage.client(weir.port()).sendGet("/?delay=60s", "HTTP/1.1");
        }
        assertStaysCalm(facts);
        assertEquals(
                200, new AdminClient(weir.adminPort()).ask("GET", "/live", "").status());
    }

    @Test
    void refusesToStartWithTooFew() throws Exception {
        final Folder folder = stage.add(Folder.make());
        folder.write("weir.yaml", Yaml.of("loops: 2", CHECK, 9));
        final Child child = weir(48, "run", folder);
        assertEquals(2, child.awaitEnd());
        assertTrue(
                child.err().stream().anyMatch(line -> line.startsWith("weir: too few descriptors: the process may")),
                () -> "" + child.err());
    }

    /** Each backend is checked, also one that is only in the state file. */
    @Test
    void checkCountsTheBackendsThatOperatorsHaveAdded() throws Exception {
        final Folder folder = stage.add(Folder.make());
        folder.write("weir.yaml", Yaml.of("loops: 2\nadmin: {bind: 127.0.0.1:0}\nstate-file: state.json", CHECK, 9));
        assertEquals(0, weir(DESCRIPTORS_MAX, "check", folder).awaitEnd());
        final String added = IntStream.rangeClosed(1, DESCRIPTORS_MAX)
                .mapToObj(i -> "{id: b%1$d, address: '127.0.0.2:%1$d'}".formatted(i))
                .collect(Collectors.joining(", "));
        folder.write("state.json", "{weir-state: 1, pools: {app: {added: [" + added + "]}}}");
        for (String command : List.of("check", "run")) {
            final Child child = weir(DESCRIPTORS_MAX, command, folder);
            assertEquals(2, child.awaitEnd(), command);
            assertTrue(
                    child.err().stream()
                            .anyMatch(line -> line.contains("too few descriptors: the process may have 256")),
                    () -> command + ": " + child.err());
        }
    }

    private Child weir(int descriptors, String command, Folder folder) throws Exception {
        final List<String> line = new ArrayList<>(limit(descriptors));
        line.addAll(Jar.command(
                WeirProcess.USUAL,
                List.of(command, folder.path().resolve("weir.yaml").toString())));
        return stage.add(Child.start(line, folder.path()));
    }

    /** One window of that length with little CPU time; what is still compiled after the storm does not count. */
    private static void assertStaysCalm(ProcessFacts facts) throws Exception {
        final long[] before = {facts.cpuMs()};
        await("little CPU time is used")
                .pollDelay(WATCHED)
                .pollInterval(WATCHED)
                .atMost(WATCHED.multipliedBy(6))
                .until(() -> {
                    final long used = facts.cpuMs() - before[0];
                    before[0] += used;
                    return used < CPU_MS_MAX;
                });
    }
}
