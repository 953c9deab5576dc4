package weir.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weir.bench.command.Console;
import weir.bench.command.ServerOptions;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Jvm;
import weir.bench.host.ShortCommand;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;
import weir.bench.report.Fingerprint;
import weir.bench.report.Table;
import weir.bench.stats.MedianInterval;

/** {@code compare}: checks what was asked for and what is installed, runs it, prints it. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Measures what one request costs Weir and other proxies in CPU time, side by side, in several scenarios.",
            "",
            "The clients and the origin (nginx) share one core, the proxy under test has another to itself, with one loop, "
                    + "worker or thread. All proxies run all the time and take turns under load: each round measures every "
                    + "one of them, in random order, for a few seconds. CPU time is what the kernel's scheduler accounts "
                    + "for all threads of the proxy (schedstat), in user space and kernel, divided by the clients' requests.",
            "",
            "Why so? Throughput on a small or shared machine is mostly noise; CPU time per request is steadier, and what "
                    + "disturbs one proxy of a round disturbs the next one too, and with --together in the same "
                    + "seconds. So believe the ratios and their 95 %% intervals first. The kernel work of a loopback "
                    + "write includes the receiver's side, for all proxies alike. A round with errors is invalid and "
                    + "left out; then the exit code is 1.",
            "",
            "Full load is wrk's. Where a scenario measures latency too, an open loop (see load --help) follows at 50 and 80 %% "
                    + "of what the first one (Weir) has served, the same rate for all that can. Its client is this program, "
                    + "which for that runs on the clients' core. connection-storm is by it as well.",
            ""
        })
public final class CompareCommand implements Callable<Integer> {
    private static final String DEFAULT_JAR = "lb-core/target/weir.jar";
    private static final String NONE = "none";
    private static final String ALL = "all";
    private static final int AGAINST_ITSELF_FORKS = MedianInterval.COUNT_MIN;

    @Option(
            names = "--weir-jar",
            paramLabel = "FILE",
            description = "Weir to measure; repeat it to compare versions (default: " + DEFAULT_JAR + ")")
    private List<Path> weirJars = new ArrayList<>();

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "nginx,haproxy",
            description = "what to compare with: nginx, haproxy, undertow, vertx, jetty, floor (a relay in C "
                    + "that looks at nothing: the least it can cost), weir-jdk (with the JDK's TLS), all or none "
                    + "(default: ${DEFAULT-VALUE})")
    private List<String> peerNames;

    @Option(
            names = "--scenario",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "keep-alive-small",
            description = "some of those that --list shows, or all (default: ${DEFAULT-VALUE})")
    private List<String> scenarioWords;

    @Option(names = "--list", description = "show the scenarios and exit")
    private boolean isList;

    @Option(
            names = "--rounds",
            description = "measured rounds of each start; fewer than 6 of one start give no interval (default: 7, with "
                    + "--a-a 3)")
    private Integer rounds;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "load per round and peer (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--latency-rounds",
            paramLabel = "ROUNDS",
            description = "at each of the two rates, where a scenario has them; 0: none (default: 6, with --a-a or "
                    + "--together 0)")
    private Integer latencyRounds;

    @Option(names = "--connections", description = "of the clients (default: the scenario's own, mostly 64)")
    private Integer connections;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "load on a JVM before it is measured, in each scenario (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--forks",
            description = "start everything afresh so often, with all rounds each time: the JIT compiler decides anew. "
                    + "Each start is then one value of the intervals, which need 6 of them (default: 1, with --a-a 6)")
    private Integer forks;

    @Option(
            names = "--a-a",
            description =
                    "measure the same jar of Weir against itself, in place of peers: a difference in CPU time that "
                            + "is found is the method's or the machine's, and the exit code is 1")
    private boolean isAgainstItself;

    @Option(
            names = "--together",
            description = "at full load, put it on all peers at the same time, each with its share of the connections: "
                    + "what disturbs the machine disturbs all alike. For two jars on a noisy machine: look at the ratio "
                    + "of the loops. Peers share the core and its caches, so absolute figures are not those of other runs. "
                    + "Warm-up is together, too. No latency; no storms, steady rates, idle connections, tcp-stream")
    private boolean isTogether;

    @Option(names = "--syscalls", description = "count system calls per request too, with strace, at the end")
    private boolean syscalls;

    @Option(names = "--seed", description = "of the random order and of arrivals (default: a new one, printed)")
    private Long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "also write SCENARIO.json and SCENARIO.csv with all rounds; weir-bench report makes a page of them")
    private Path out;

    @Option(names = "--proxy-core", defaultValue = "0", description = "core of the proxies (default: ${DEFAULT-VALUE})")
    private int proxyCore;

    @Option(
            names = "--load-core",
            defaultValue = "1",
            description = "core of the clients and the origin (default: ${DEFAULT-VALUE})")
    private int loadCore;

    @Mixin
    private ServerOptions servers;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (isList) {
            console.print(list());
            return 0;
        }
        final List<Scenario> scenarios = console.checked("--scenario", () -> ScenarioWord.parseAll(scenarioWords));
        if (isTogether && latencyRounds != null && latencyRounds != 0) {
            throw console.refusal("--latency-rounds: " + latencyRounds + ", must be 0 with --together");
        }
        final long order = seed == null ? System.nanoTime() % 100_000 : seed;
        final boolean counts = countsSyscalls();
        final List<Plan> plans = scenarios.stream()
                .map(scenario -> console.checked(() -> plan(scenario, order, counts)))
                .toList();
        Tool.TASKSET.require();
        Tool.WRK.require();
        Tool.NGINX.require(); // as the origin
        final PeerList peers = peers();
        if (isTogether) {
            plans.forEach(plan -> checkShares(plan, peers.peers().size()));
        }
        makeOut();
        final Fingerprint environment = environment(); // before there is but one core to see
        pinToLoadCore();
        console.say("seed " + order);
        console.print(environment.table() + "\n");
        boolean isValid = true;
        for (Plan plan : plans) {
            isValid &= measure(plan, peers, environment);
        }
        return isValid ? 0 : 1;
    }

    private void checkShares(Plan plan, int peers) {
        if (peers < 2) {
            throw console.refusal("--together: found one to measure, must be two at least");
        }
        if (plan.connections() < peers) {
            throw console.refusal("--connections: " + plan.connections() + ", must be one for each of the " + peers
                    + " peers with --together");
        }
    }

    private boolean measure(Plan plan, PeerList peers, Fingerprint environment)
            throws IOException, InterruptedException {
        console.say("scenario " + plan.scenario().word());
        try (Workspace workspace = Workspace.open()) {
            final Results results = Comparison.run(plan, peers, workspace, servers.ports(), console::say, environment);
            console.print(new ResultsText(results));
            write(results);
            return results.isValid() && (!isAgainstItself || isSame(results));
        } catch (CannotMeasure e) {
            if (scenarioWords.size() == 1 && !scenarioWords.contains(ScenarioWord.ALL)) {
                throw e;
            }
            console.say(plan.scenario().word() + " left out: " + e.getMessage());
            return false;
        }
    }

    /** Whether the two could not be told apart: together by their loops, which is what is believed then. */
    private boolean isSame(Results results) {
        final Unit unit = results.unit();
        final Ratio ratio = results.ratios(
                        results.mainPhase(), round -> isTogether ? round.loopCost(unit) : round.cost(unit))
                .get(0);
        final String verdict = !ratio.interval().isKnown()
                ? "too few starts or rounds for a verdict"
                : ratio.interval().holds(1)
                        ? "no difference found, as it should be"
                        : "A DIFFERENCE WAS FOUND between a jar and itself: do not believe this machine's verdicts";
        console.print(results.scenario().word() + " against itself, " + (isTogether ? "loops: " : "all threads: ")
                + ratio.words() + ", " + verdict + "\n");
        return ratio.interval().holds(1);
    }

    private static Table list() {
        final Table table = new Table("scenario");
        for (Scenario scenario : Scenario.values()) {
            table.row("  " + scenario.word() + " ".repeat(20 - scenario.word().length()) + scenario.description());
        }
        return table;
    }

    private boolean countsSyscalls() {
        final boolean counts = syscalls && Tool.STRACE.find().isPresent();
        if (syscalls && !counts) {
            console.say("--syscalls skipped: " + Tool.STRACE.missing());
        }
        return counts;
    }

    private Plan plan(Scenario scenario, long order, boolean counts) {
        return new Plan(
                scenario,
                orElse(forks, 1, AGAINST_ITSELF_FORKS),
                orElse(rounds, 7, 3),
                seconds,
                isTogether || scenario.latencyPhases().isEmpty()
                        ? 0
                        : orElse(latencyRounds, MedianInterval.COUNT_MIN, 0),
                connections == null ? scenario.traffic().connections() : connections,
                isTogether,
                order,
                proxyCore,
                loadCore,
                counts);
    }

    private int orElse(Integer given, int usual, int againstItself) {
        return given != null ? given : isAgainstItself ? againstItself : usual;
    }

    private PeerList peers() {
        final PeerList peers = new PeerList(servers.jvm(), warmUpSeconds);
        if (isAgainstItself) {
            addTwins(peers);
            return peers;
        }
        for (Path jar : weirJars) {
            if (!Files.isRegularFile(jar)) {
                throw console.refusal("--weir-jar: " + jar + ", no such file");
            }
            peers.addWeir(jar);
        }
        if (weirJars.isEmpty()) {
            peers.addWeir(Path.of(DEFAULT_JAR));
        }
        for (String name : new LinkedHashSet<>(peerNames.contains(ALL) ? PeerList.NAMES : peerNames)) {
            if (!name.equals(NONE)) {
                console.checked(() -> {
                    peers.add(name);
                    return peers;
                });
            }
        }
        if (peers.peers().isEmpty()) {
            throw console.refusal("nothing to measure: neither a jar of Weir nor a peer");
        }
        return peers;
    }

    private void addTwins(PeerList peers) {
        if (weirJars.size() > 1) {
            throw console.refusal("--a-a: takes one --weir-jar, found " + weirJars.size());
        }
        final Path jar = weirJars.isEmpty() ? Path.of(DEFAULT_JAR) : weirJars.get(0);
        if (!Files.isRegularFile(jar)) {
            throw console.refusal("--weir-jar: " + jar + ", no such file");
        }
        peers.addWeir(jar);
        peers.addWeir(jar);
    }

    private Fingerprint environment() {
        final Jvm jvm = servers.jvm();
        final Fingerprint environment = Fingerprint.take(jvm.java());
        return jvm.options().isEmpty() ? environment : environment.with("jvm-options", String.join(" ", jvm.options()));
    }

    /** All its threads: what they do while a round is measured is the client's work. */
    private void pinToLoadCore() {
        final String core = Integer.toString(loadCore);
        final String own = Long.toString(ProcessHandle.current().pid());
        final String answer = ShortCommand.output(Tool.TASKSET.require(), "-a", "-c", "-p", core, own);
        if (!answer.contains("new affinity list: " + core)) {
            throw new CannotMeasure("cannot run on core " + core + ": " + answer.trim());
        }
    }

    /** Before minutes of measuring, not after. */
    private void makeOut() throws IOException {
        if (out != null) {
            if (Files.exists(out) && !Files.isDirectory(out)) {
                throw console.refusal("--out: " + out + ", must be a directory");
            }
            Files.createDirectories(out);
        }
    }

    private void write(Results results) throws IOException {
        if (out != null) {
            final String word = results.scenario().word();
            Files.writeString(out.resolve(word + ".json"), ResultsJson.of(results));
            Files.writeString(out.resolve(word + ".csv"), ResultsCsv.of(results));
        }
    }
}
