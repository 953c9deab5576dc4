package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Ports;
import weir.bench.host.Template;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;
import weir.bench.load.Fetch;

/** Starts servers pinned to a core and waits until they answer as they should. Thread: the command's own. */
final class Launcher {
    /** As many connections as HAProxy is told to prepare for, when a scenario has fewer. */
    private static final int CONNECTIONS_MIN = 8_192;

    private static final int SPARE = 1_000;
    /** What HAProxy has in a file of its own. */
    private static final String ROUTES = "routes.map";

    private final Workspace workspace;
    private final Ports ports;
    private final Plan plan;

    Launcher(Workspace workspace, Ports ports, Plan plan) {
        this.workspace = workspace;
        this.ports = ports;
        this.plan = plan;
    }

    /** On the load's core. */
    Server origin(Peer peer) throws IOException, InterruptedException {
        return origin(peer, ports.take());
    }

    /** In the place of one that has ended. */
    Server origin(Peer peer, int port) throws IOException, InterruptedException {
        final Server origin = start(peer, Setting.HTTP, port, plan.loadCore(), Map.of());
        Fetch.await(
                origin.child(),
                "http://" + origin.address() + plan.scenario().traffic().path());
        return origin;
    }

    /** Refuses a peer that changes the body: it would not be doing the same work. */
    Server proxy(Peer peer, Origins origins) throws IOException, InterruptedException {
        final Server server =
                start(peer, plan.scenario().setting(), ports.take(), plan.proxyCore(), origins.addresses());
        if (!Arrays.equals(Fetch.await(server.child(), server.url(plan.scenario())), origins.body())) {
            throw new CannotMeasure(peer.name() + " does not relay the origin's body unchanged");
        }
        return server;
    }

    private Server start(Peer peer, Setting setting, int port, int core, Map<String, String> origins)
            throws IOException {
        final Map<String, String> values = new HashMap<>(peer.values());
        values.putAll(origins);
        values.put("NAME", peer.name());
        values.put("DIR", workspace.directory().toString());
        values.put("PORT", Integer.toString(port));
        values.put("CONNECTIONS", Integer.toString(connections()));
        if (peer.hasFile()) {
            values.put("CONFIG", configure(peer, setting, values).toString());
        }
        final List<String> command = new ArrayList<>(List.of(Tool.TASKSET.require(), "-c", Integer.toString(core)));
        peer.command().forEach(word -> command.add(Template.fill(word, values)));
        return new Server(peer, workspace.start(peer.name(), command), port);
    }

    private Path configure(Peer peer, Setting setting, Map<String, String> values) throws IOException {
        final String file = peer.fileFor(setting);
        if (setting == Setting.POLICY) {
            Files.writeString(workspace.directory().resolve(ROUTES), Template.fill(Template.read(ROUTES), values));
        }
        final Path config = workspace.directory().resolve(peer.name() + "-" + file);
        return Files.writeString(config, Template.fill(Template.read(file), values));
    }

    private int connections() {
        final int busyAndIdle = plan.connections() + plan.scenario().traffic().idleConnections();
        return Math.max(CONNECTIONS_MIN, busyAndIdle + plan.scenario().traffic().newcomers() + SPARE);
    }
}
