package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.bench.host.Child;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;

/** Full load by wrk: closed loop, one thread for each server, on its own core. Thread: the command's own. */
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
        return run(List.of(server), seconds).get(0);
    }

    /** A process for each, in this order, with an equal share of the connections. */
    @Override
    public List<Answers> run(List<Server> servers, int seconds) throws IOException, InterruptedException {
        final List<List<String>> commands = new ArrayList<>(); // before any runs: they read the same script
        for (Server server : servers) {
            commands.add(command(server, plan.connections() / servers.size(), seconds));
        }
        final List<Child> running = new ArrayList<>();
        for (List<String> command : commands) {
            running.add(workspace.start("wrk", command));
        }
        final List<Answers> answers = new ArrayList<>();
        for (Child wrk : running) {
            answers.add(WrkOutput.parse(workspace.end(wrk, seconds + GRACE_SECONDS)));
        }
        return answers;
    }

    private List<String> command(Server server, int connections, int seconds) throws IOException {
        final List<String> command = new ArrayList<>();
        command.addAll(List.of(Tool.TASKSET.require(), "-c", Integer.toString(plan.loadCore())));
        command.addAll(List.of(Tool.WRK.require(), "-t1", "-c" + connections, "-d" + seconds + "s"));
        if (plan.scenario().tellsTail() && !plan.together()) { // then the other proxies make it
            command.add("--latency");
        }
        final Traffic traffic = plan.scenario().traffic();
        traffic.headers().forEach(header -> command.addAll(List.of("-H", header)));
        if (traffic.bodyBytes() > 0) {
            command.addAll(List.of("-s", script(traffic.bodyBytes()).toString()));
        }
        command.add(server.url(plan.scenario()));
        return command;
    }

    /** One request made before the load begins, so that no Lua runs per request. */
    private Path script(int bodyBytes) throws IOException {
        final String lua = "wrk.method = \"POST\"\nwrk.body = string.rep(\"x\", " + bodyBytes + ")\n";
        return Files.writeString(workspace.directory().resolve("post.lua"), lua);
    }
}
