package weir.bench.scenario;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import weir.bench.host.CpuSample;
import weir.bench.host.HostTime;
import weir.bench.host.Ports;
import weir.bench.host.Workspace;
import weir.bench.report.Fingerprint;
import weir.bench.report.Numbers;

/**
 * One comparison: all peers run all the time, each on its own port, and one at a time is under load.
 *
 * <pre>
 *   wrk (load core) ----> proxy under test (proxy core) ----> origin (load core)
 *
 *   for each fork:   start all, warm up all
 *     for each round:  in random order, for each peer:  CPU time, wrk, CPU time
 *   finally:         count system calls, when wanted
 * </pre>
 *
 * <p>Peers of one round are measured within seconds of each other, so that what disturbs the machine disturbs them alike; only
 * their ratio within a round is trusted. Thread: the command's own.
 */
final class Comparison {
    /** Lets the proxy see wrk's connections close, so that their cost falls into the round that opened them. */
    private static final int SETTLE_MS = 200;

    private final Plan plan;
    private final List<Peer> peers;
    private final Workspace workspace;
    private final PrintWriter progress;
    private final Launcher launcher;
    private final Wrk wrk;
    private final Random random;
    private final List<Round> rounds = new ArrayList<>();
    private final List<SyscallRound> syscalls = new ArrayList<>();

    Comparison(Plan plan, List<Peer> peers, Workspace workspace, Ports ports, PrintWriter progress) {
        this.plan = plan;
        this.peers = peers;
        this.workspace = workspace;
        this.progress = progress;
        this.launcher = new Launcher(workspace, ports, plan);
        this.wrk = new Wrk(workspace, plan);
        this.random = new Random(plan.seed());
    }

    Results run(Fingerprint environment) throws IOException, InterruptedException {
        final Server origin = launcher.origin();
        for (int fork = 1; fork <= plan.forks(); fork++) {
            runFork(fork, origin);
        }
        return new Results(plan, environment, peers.stream().map(Peer::name).toList(), rounds, syscalls);
    }

    private void runFork(int fork, Server origin) throws IOException, InterruptedException {
        final List<Server> servers = new ArrayList<>();
        for (Peer peer : peers) {
            servers.add(launcher.peer(peer, origin));
        }
        for (Server server : servers) {
            say("fork " + fork + ": warming up " + server.name() + " for "
                    + server.peer().warmUpSeconds() + " s");
            wrk.run(server, server.peer().warmUpSeconds());
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            runRound((fork - 1) * plan.rounds() + round, servers);
        }
        if (plan.syscalls() && fork == plan.forks()) {
            countSyscalls(servers);
        }
        servers.forEach(server -> workspace.stop(server.child()));
    }

    private void runRound(int number, List<Server> servers) throws IOException, InterruptedException {
        final List<Server> order = new ArrayList<>(servers);
        Collections.shuffle(order, random);
        final StringBuilder line = new StringBuilder("round " + number + "/" + plan.forks() * plan.rounds() + ":");
        for (Server server : order) {
            final Round round = measure(number, server);
            rounds.add(round);
            line.append("  ")
                    .append(round.peer())
                    .append(' ')
                    .append(Numbers.two(round.cpuUs()))
                    .append(" us");
            line.append(round.isValid() ? "" : " INVALID, " + round.load().errors() + " errors");
        }
        say(line.toString());
    }

    private Round measure(int number, Server server) throws IOException, InterruptedException {
        final HostTime hostBefore = HostTime.now();
        final CpuSample before = server.cpu();
        final long startNs = System.nanoTime();
        final WrkResult load = wrk.run(server, plan.seconds());
        final long wallNs = System.nanoTime() - startNs;
        Thread.sleep(SETTLE_MS);
        return new Round(
                number,
                server.name(),
                load,
                server.cpu().since(before),
                wallNs,
                HostTime.now().stealPercentSince(hostBefore));
    }

    private void countSyscalls(List<Server> servers) throws IOException, InterruptedException {
        final Strace strace = new Strace(workspace, wrk);
        for (Server server : servers) {
            say("counting system calls of " + server.name());
            syscalls.add(strace.count(server));
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
