package weir.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Ports;
import weir.bench.host.Workspace;
import weir.bench.report.Fingerprint;
import weir.bench.report.Numbers;
import weir.bench.stats.Median;

/**
 * One scenario: all peers run all the time, each on its own port, and one at a time is under load, or all together.
 *
 * <pre>
 *   load (load core) ----> proxy under test (proxy core) ----> origin (load core)
 *
 *   for each fork:   start all, warm up all
 *     for each round:          in random order, for each peer:  CPU time, load, CPU time
 *                             together:  CPU time of all, load on all, CPU time of all
 *     for each latency round:  the same at half and at most of the capacity, where the scenario has that
 *   finally:         count system calls, when wanted
 * </pre>
 *
 * <p>Peers of one round are measured within seconds of each other, so that what disturbs the machine disturbs them
 * alike; only their ratio within a round is trusted. Together they are measured in the same seconds, and share the
 * core. A peer that cannot be started is left out. Thread: the command's own.
 */
final class Comparison {
    /** An open loop by a cold JVM begins with a backlog that tells of the client only. */
    private static final int CLIENT_WARM_UP_SECONDS = 4;
    /** When the subject had no valid round. */
    private static final double RATE_MIN = 1;
    /** A third before the backend is killed, a third without it, a third after it is back. */
    private static final int KILLED_SECONDS_FACTOR = 3;

    private final Plan plan;
    private final List<Peer> peers;
    private final Workspace workspace;
    private final Progress progress;
    private final Launcher launcher;
    private final Origins origins;
    private final RoundMeter meter;
    private final Random random;
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final List<Round> rounds = new ArrayList<>();
    private final List<SyscallRound> syscalls = new ArrayList<>();

    private Comparison(
            Plan plan, List<Peer> peers, Workspace workspace, Launcher launcher, Origins origins, Progress progress) {
        this.plan = plan;
        this.peers = peers;
        this.workspace = workspace;
        this.launcher = launcher;
        this.origins = origins;
        this.progress = progress;
        this.meter = new RoundMeter(plan.scenario().traffic(), origins::cpu);
        this.random = new Random(plan.seed());
    }

    static Results run(
            Plan plan, PeerList peers, Workspace workspace, Ports ports, Progress progress, Fingerprint environment)
            throws IOException, InterruptedException {
        final Launcher launcher = new Launcher(workspace, ports, plan);
        if (plan.scenario().setting() == Setting.TLS) {
            Certificate.make(workspace);
        }
        final Origins origins = Origins.start(plan.scenario(), launcher, workspace);
        final Comparison comparison = new Comparison(plan, peers.peers(), workspace, launcher, origins, progress);
        peers.skippedIn(plan.scenario()).forEach(comparison::skip);
        for (int fork = 1; fork <= plan.forks(); fork++) {
            comparison.runFork(fork);
        }
        origins.stop(workspace);
        return comparison.results(environment);
    }

    private Results results(Fingerprint environment) {
        final List<String> measured = peers.stream()
                .map(Peer::name)
                .filter(name -> !skipped.containsKey(name))
                .toList();
        return new Results(plan, environment, measured, skipped, rounds, syscalls);
    }

    private void runFork(int fork) throws IOException, InterruptedException {
        final List<Server> servers = start(fork);
        if (servers.isEmpty()) {
            throw new CannotMeasure("none of the proxies can be measured: " + skipped);
        }
        if (plan.together() && servers.size() < 2) {
            throw new CannotMeasure("--together needs two proxies that can be measured: " + skipped);
        }
        for (List<Server> group : groups(servers)) {
            warmUp(fork, group);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            runRound((fork - 1) * plan.rounds() + round, fork, plan.scenario().mainPhase(), servers);
        }
        if (plan.latencyRounds() > 0) {
            progress.say("fork " + fork + ": warming up the client for " + CLIENT_WARM_UP_SECONDS + " s");
            OwnLoad.closed(plan).run(servers.get(0), CLIENT_WARM_UP_SECONDS);
        }
        for (int round = 1; round <= plan.latencyRounds(); round++) {
            for (Phase phase : plan.scenario().latencyPhases()) {
                runRound((fork - 1) * plan.latencyRounds() + round, fork, phase, servers);
            }
        }
        if (plan.syscalls() && fork == plan.forks() && plan.scenario().mainPhase() == Phase.FULL) {
            countSyscalls(servers);
        }
        servers.forEach(server -> workspace.stop(server.child()));
    }

    /** Who is first, and has the lowest port, changes by the fork. @return in the order of the peers */
    private List<Server> start(int fork) throws IOException, InterruptedException {
        final List<Server> servers = new ArrayList<>();
        for (Peer peer : startOrder(peers, fork)) {
            if (!skipped.containsKey(peer.name())) {
                try {
                    servers.add(launcher.proxy(peer, origins));
                } catch (CannotMeasure e) {
                    skip(peer.name(), e.getMessage());
                }
            }
        }
        servers.sort(Comparator.comparingInt(server -> peers.indexOf(server.peer())));
        return servers;
    }

    static <T> List<T> startOrder(List<T> peers, int fork) {
        final List<T> order = new ArrayList<>(peers);
        Collections.rotate(order, 1 - fork);
        return order;
    }

    /** Those of each are under load at the same time. */
    private List<List<Server>> groups(List<Server> servers) {
        return plan.together()
                ? List.of(servers)
                : servers.stream().map(List::of).toList();
    }

    private void skip(String peer, String why) {
        skipped.put(peer, why);
        progress.say(peer + " skipped: " + why);
    }

    /**
     * As in rounds: a JVM that has seen its clients leave but once compiles what they meet anew, and the first rounds
     * would pay for it.
     */
    private void warmUp(int fork, List<Server> group) throws IOException, InterruptedException {
        final String names = group.stream().map(Server::name).collect(Collectors.joining(" and "));
        int seconds = group.stream()
                .mapToInt(server -> server.peer().warmUpSeconds())
                .max()
                .orElse(0);
        progress.say("fork " + fork + ": warming up " + names + " for " + seconds + " s");
        while (seconds > 0) {
            final int part = Math.min(seconds, plan.seconds());
            fullLoad().run(group, part);
            seconds -= part;
        }
    }

    private void runRound(int number, int fork, Phase phase, List<Server> servers)
            throws IOException, InterruptedException {
        final List<Server> order = new ArrayList<>(servers);
        Collections.shuffle(order, random);
        final double rate = rate(phase, servers);
        final int seconds = phase == Phase.KILLED ? KILLED_SECONDS_FACTOR * plan.seconds() : plan.seconds();
        final LoadSource load = load(phase, rate, number);
        final List<Server> able =
                order.stream().filter(server -> canBear(server, phase, rate)).toList();
        final String how = phase.description() + (plan.together() ? ", together" : "");
        final StringBuilder line = new StringBuilder("round " + number + " " + how);
        line.append(rate > 0 ? ", " + Numbers.whole(rate) + " requests/s:" : ":");
        for (List<Server> group : groups(able)) {
            for (Round round : meter.measure(number, fork, phase, group, load, seconds)) {
                rounds.add(round);
                line.append("  ").append(words(round));
                load.beside()
                        .map(answers -> round.seenBy(Phase.BESIDE_STORM, answers))
                        .ifPresent(beside -> {
                            rounds.add(beside);
                            line.append(", beside it").append(outcome(beside));
                        });
            }
        }
        order.stream()
                .filter(server -> !able.contains(server))
                .forEach(server -> line.append("  ").append(server.name()).append(" cannot"));
        progress.say(line.toString());
    }

    private String words(Round round) {
        final Unit unit = plan.scenario().unit();
        return round.peer() + " " + Numbers.two(round.cost(unit)) + " " + unit.word() + outcome(round);
    }

    /** Latencies and errors, where there are any. */
    private static String outcome(Round round) {
        final Answers answers = round.answers();
        final String slowest = round.phase().isClosedLoop() ? ", slowest " + Numbers.two(answers.slowestMs()) : "";
        final String latency =
                answers.hasLatencies() ? ", p99 " + Numbers.two(answers.percentileMs(99)) + slowest + " ms" : "";
        final String errors = round.answers().errorCount() == 0
                ? ""
                : (round.isValid() ? ", " : " INVALID, ") + round.answers().errorCount() + " errors "
                        + round.answers().errors();
        return latency + errors;
    }

    /** Seeded by the round, so that its peers see the same arrivals. */
    private LoadSource load(Phase phase, double rate, int number) {
        if (phase.isClosedLoop()) {
            return fullLoad();
        }
        final LoadSource steady = OwnLoad.open(plan, rate, plan.seed() + number);
        return phase == Phase.KILLED ? new KillingLoad(steady, origins) : steady;
    }

    /**
     * Also to warm up those scenarios that have a rate of their own: at that it would take many minutes until a JVM has
     * compiled itself.
     */
    private LoadSource fullLoad() {
        if (plan.scenario().mainPhase() == Phase.STORM) {
            return new StormLoad(plan);
        }
        return plan.scenario().isByWrk() ? new Wrk(workspace, plan) : OwnLoad.closed(plan);
    }

    /** The same for all peers, by what the subject can do; 0 for as much as goes. */
    private double rate(Phase phase, List<Server> servers) {
        if (phase == Phase.FULL) {
            return 0;
        }
        if (Double.isNaN(phase.share())) {
            return plan.scenario().traffic().ratePerSecond();
        }
        final double capacity = capacity(servers.get(0).name());
        return Double.isNaN(capacity) ? RATE_MIN : Math.max(RATE_MIN, Math.rint(phase.share() * capacity));
    }

    /** One with less capacity than the rate would tell of nothing but its queue. */
    private boolean canBear(Server server, Phase phase, double rate) {
        return Double.isNaN(phase.share()) || phase == Phase.FULL || capacity(server.name()) > rate;
    }

    private double capacity(String peer) {
        return Median.of(rounds.stream()
                .filter(round -> round.phase() == Phase.FULL && round.peer().equals(peer) && round.isValid())
                .mapToDouble(Round::perSecond)
                .toArray());
    }

    private void countSyscalls(List<Server> servers) throws IOException, InterruptedException {
        final Strace strace = new Strace(workspace, fullLoad());
        for (Server server : servers) {
            progress.say("counting system calls of " + server.name());
            syscalls.add(strace.count(server));
        }
    }
}
