package weir.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/** Runs the load generator: closed loop, one thread, on its own core. Thread: the command's own. */
final class Wrk {
    /** wrk ends by itself; this is for one that does not. */
    private static final int GRACE_SECONDS = 15;

    private final Workspace workspace;
    private final Plan plan;

    Wrk(Workspace workspace, Plan plan) {
        this.workspace = workspace;
        this.plan = plan;
    }

    WrkResult run(Server server, int seconds) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.addAll(List.of(Tool.TASKSET.require(), "-c", Integer.toString(plan.loadCore())));
        command.addAll(List.of(Tool.WRK.require(), "-t1", "-c" + plan.connections(), "-d" + seconds + "s"));
        plan.scenario().headers().forEach(header -> command.addAll(List.of("-H", header)));
        command.add(server.url(plan.scenario()));
        return WrkResult.parse(workspace.run("wrk", command, seconds + GRACE_SECONDS));
    }
}
