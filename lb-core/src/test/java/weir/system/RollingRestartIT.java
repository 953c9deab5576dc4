package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backends are restarted one after the other under load, as an operator does it: drain, wait, stop, start, ready.
 * Nobody notices.
 */
@Tag("system")
@Timeout(120)
final class RollingRestartIT {
    private static final long SEED = Long.getLong("weir.seed", 20_261_122);
    private static final int BACKENDS = 3, CLIENTS = 16, PACE_MS = 40, WARM_UP = 200;
    private static final List<String> OPTIONS = List.of("--delay", "1ms..10ms");

    private static final String CONFIGURATION = """
            loops: 2
            admin: {bind: 127.0.0.1:0}
            log: {access: %s}
            listeners: {web: {bind: 127.0.0.1:0, pool: app}}
            pools:
              app:
                backends: [127.0.0.1:%d, 127.0.0.1:%d, 127.0.0.1:%d]
                health: {type: http, interval: 500ms, fast-interval: 200ms, timeout: 1s, rise: 1, fall: 2}
            """;

    @AutoClose
    private final Stage stage = new Stage();

    @TempDir
    Path folder;

    private final DemoBackendProcess[] backends = new DemoBackendProcess[BACKENDS];

    @Test
    void losesNoRequestWhenAllBackendsAreRestartedInTurn() throws Exception {
        for (int i = 0; i < BACKENDS; i++) {
            backends[i] = startBackend(i, freePort());
        }
        final Path accessLog = folder.resolve("access.log");
        final WeirProcess weir = stage.weir(
                CONFIGURATION.formatted(accessLog, backends[0].port(), backends[1].port(), backends[2].port()));
        final AdminClient admin = new AdminClient(weir.adminPort());
        final Load load = stage.add(new Load(weir.port(), CLIENTS, PACE_MS, SEED));
        await().atMost(Child.PATIENCE).until(() -> load.count() >= WARM_UP);
        for (int i = 0; i < BACKENDS; i++) {
            restart(i, admin);
            awaitShare(i, load);
        }
        load.close();
        final Audit audit = Audit.of(weir, accessLog, load);
        System.out.println(audit.count() + " requests, " + audit.ends());
        assertEquals(Map.of(), audit.failuresByKind(), "seed " + SEED);
        assertEquals(0, audit.retries(), "a drained backend was asked for nothing that had to be repeated");
    }

    private void restart(int number, AdminClient admin) throws IOException {
        final int port = backends[number].port();
        admin.change(port, "\"state\": \"drain\"");
        await("drained").atMost(Child.PATIENCE).until(() -> "0".equals(admin.member(port, "in_flight")));
        backends[number].child().terminate();
        backends[number].child().awaitEnd();
        backends[number] = startBackend(number, port);
        admin.change(port, "\"state\": \"ready\"");
    }

    /** It is up and serves; only then the next one may go. */
    private static void awaitShare(int number, Load load) {
        final int before = load.count();
        await("its share")
                .atMost(Child.PATIENCE)
                .until(() -> load.seen().stream()
                                .skip(before)
                                .filter(seen -> ("b" + number).equals(seen.backend()))
                                .count()
                        > 20);
    }

    private DemoBackendProcess startBackend(int number, int port) throws IOException {
        return DemoBackendProcess.start(stage, "b" + number, port, OPTIONS);
    }

    /** Not one that the kernel might give to a connection while nobody listens there. */
    private static int freePort() throws IOException {
        return FreePort.findBelowEphemeral(20_000 + ThreadLocalRandom.current().nextInt(12_000));
    }
}
