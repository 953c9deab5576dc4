package weir.bench.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.host.Ports;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/** Starts servers pinned to a core and waits until they answer as they should. Thread: the command's own. */
final class Launcher {
    private static final long START_NS = 20_000_000_000L;
    private static final int POLL_MS = 50;

    private final Workspace workspace;
    private final Ports ports;
    private final Plan plan;

    Launcher(Workspace workspace, Ports ports, Plan plan) {
        this.workspace = workspace;
        this.ports = ports;
        this.plan = plan;
    }

    Server origin() throws IOException, InterruptedException {
        Files.write(workspace.directory().resolve("64k"), filler(64 * 1024));
        Files.write(workspace.directory().resolve("1m"), filler(1024 * 1024));
        final Server origin = start(Peer.origin(), plan.loadCore(), "");
        awaitAnswer(origin);
        return origin;
    }

    /** Refuses a peer that changes the body: it would not be doing the same work. */
    Server peer(Peer peer, Server origin) throws IOException, InterruptedException {
        final Server server = start(peer, plan.proxyCore(), origin.address());
        if (!Arrays.equals(awaitAnswer(server), origin.fetch(plan.scenario()))) {
            throw new CannotMeasure(peer.name() + " does not relay the origin's body unchanged");
        }
        return server;
    }

    private Server start(Peer peer, int core, String originAddress) throws IOException {
        final int port = ports.take();
        final String directory = workspace.directory().toString();
        final Path config = workspace.directory().resolve(peer.name() + "-" + peer.template());
        final Map<String, String> values = Map.of(
                "DIR", directory, "CONFIG", config.toString(), "PORT", Integer.toString(port), "ORIGIN", originAddress);
        Files.writeString(config, Template.fill(Template.read(peer.template()), values));
        final List<String> command = new ArrayList<>(List.of(Tool.TASKSET.require(), "-c", Integer.toString(core)));
        peer.command().forEach(word -> command.add(Template.fill(word, values)));
        return new Server(peer, workspace.start(peer.name(), command), port);
    }

    private byte[] awaitAnswer(Server server) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + START_NS;
        while (true) {
            try {
                return server.fetch(plan.scenario());
            } catch (IOException e) {
                refuseWhenHopeless(server.child(), deadlineNs, e);
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static void refuseWhenHopeless(Child child, long deadlineNs, IOException last) throws IOException {
        if (!child.isAlive()) {
            throw new CannotMeasure(child.complaint("ended at once"));
        }
        if (deadlineNs - System.nanoTime() <= 0) {
            throw new CannotMeasure(child.complaint("does not answer with 200 (" + last.getMessage() + ")"));
        }
    }

    private static byte[] filler(int count) {
        final byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }
}
