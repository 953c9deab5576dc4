package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weir.bench.host.CpuSample;
import weir.bench.host.Workspace;
import weir.bench.load.Fetch;
import weir.bench.origin.OriginProcess;

/**
 * The backends of a scenario. Thread: the command's own; the last one is killed and started by another, while it waits.
 */
final class Origins {
    private static final int KIB = 1024;
    private static final int[] BODIES_KIB = {16, 64, KIB, 16 * KIB};
    /** As in {@code slow-backend}: a third of 360 requests per second keeps the slow one busy for 60 % of the time. */
    private static final int PLACES = 10;

    private static final String FAST = "exp:5ms";
    private static final String SLOW = "exp:50ms";

    private final Launcher launcher;
    private final Scenario scenario;
    private final List<Server> servers = new ArrayList<>();
    private volatile Server last;

    private Origins(Launcher launcher, Scenario scenario) {
        this.launcher = launcher;
        this.scenario = scenario;
    }

    static Origins start(Scenario scenario, Launcher launcher, Workspace workspace)
            throws IOException, InterruptedException {
        for (int kib : BODIES_KIB) {
            final String name = kib < KIB ? kib + "k" : kib / KIB + "m";
            writeBody(workspace.directory().resolve(name), kib);
        }
        final Origins origins = new Origins(launcher, scenario);
        for (Peer peer : origins.peers()) {
            origins.servers.add(launcher.origin(peer));
        }
        origins.last = origins.servers.get(origins.servers.size() - 1);
        return origins;
    }

    private List<Peer> peers() {
        return switch (scenario.setting()) {
            case SLOW ->
                List.of(
                        Peer.slowOrigin("first", new OriginProcess(FAST, PLACES, 1)),
                        Peer.slowOrigin("second", new OriginProcess(FAST, PLACES, 2)),
                        Peer.slowOrigin("slow", new OriginProcess(SLOW, PLACES, 3)));
            case KILLED -> List.of(Nginx.origin("first"), Nginx.origin("second"));
            default -> List.of(Nginx.origin("origin"));
        };
    }

    private static void writeBody(Path file, int kib) throws IOException {
        if (!Files.exists(file)) {
            final byte[] bytes = new byte[kib * KIB];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ('a' + i % 26);
            }
            Files.write(file, bytes);
        }
    }

    /** By their words in the peers' configurations. */
    Map<String, String> addresses() {
        return switch (servers.size()) {
            case 1 -> Map.of("ORIGIN", servers.get(0).address());
            case 2 -> Map.of("ORIGIN", servers.get(0).address(), "SECOND", last.address());
            default ->
                Map.of(
                        "ORIGIN",
                        servers.get(0).address(),
                        "SECOND",
                        servers.get(1).address(),
                        "THIRD",
                        last.address());
        };
    }

    /** What the scenario's path gives. */
    byte[] body() throws IOException {
        return Fetch.body(
                "http://" + servers.get(0).address() + scenario.traffic().path());
    }

    /** Of all together until now; what one that was killed had used is gone with it. */
    CpuSample cpu() throws IOException {
        final List<Long> pids = new ArrayList<>();
        for (int i = 0; i < servers.size() - 1; i++) {
            pids.addAll(servers.get(i).pids());
        }
        pids.addAll(last.pids());
        return CpuSample.of(pids);
    }

    void killLast() {
        last.child().kill();
    }

    void startLastAgain() throws IOException, InterruptedException {
        last = launcher.origin(last.peer(), last.port());
    }

    void stop(Workspace workspace) {
        for (int i = 0; i < servers.size() - 1; i++) {
            workspace.stop(servers.get(i).child());
        }
        workspace.stop(last.child());
    }
}
