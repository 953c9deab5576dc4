package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/** Full load by wrk: closed loop, one thread, on its own core. Thread: the command's own. */
final class Wrk implements LoadSource {
    /** wrk ends by itself; this is for one that does not. */
    private static final int GRACE_SECONDS = 15;

    private final Workspace workspace;
    private final Plan plan;

    Wrk(Workspace workspace, Plan plan) {
        this.workspace = workspace;
        this.plan = plan;
    }

    @Override
    public Answers run(Server server, int seconds) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.addAll(List.of(Tool.TASKSET.require(), "-c", Integer.toString(plan.loadCore())));
        command.addAll(List.of(Tool.WRK.require(), "-t1", "-c" + plan.connections(), "-d" + seconds + "s"));
        if (plan.scenario().tellsTail()) {
            command.add("--latency");
        }
        final Traffic traffic = plan.scenario().traffic();
        traffic.headers().forEach(header -> command.addAll(List.of("-H", header)));
        if (traffic.bodyBytes() > 0) {
            command.addAll(List.of("-s", script(traffic.bodyBytes()).toString()));
        }
        command.add(server.url(plan.scenario()));
        return WrkOutput.parse(workspace.run("wrk", command, seconds + GRACE_SECONDS));
    }

    /** One request made before the load begins, so that no Lua runs per request. */
    private Path script(int bodyBytes) throws IOException {
        final String lua = "wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", " + bodyBytes + ")\n";
        return Files.writeString(workspace.directory().resolve("post.lua"), lua);
    }
}
