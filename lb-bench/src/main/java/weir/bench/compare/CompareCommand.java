package weir.bench.scenario;

import java.io.IOException;
import java.io.PrintWriter;
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
import weir.bench.host.Ports;
import weir.bench.host.Tool;
import weir.bench.host.Workspace;
import weir.bench.report.Fingerprint;

/** {@code compare}: checks what was asked for and what is installed, runs it, prints it. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Measures what one request costs Weir, nginx and HAProxy in CPU time, side by side.",
            "",
            "wrk and the origin (nginx) share one core, the proxy under test has another to itself, with one loop, worker or "
                    + "thread. All proxies run all the time and take turns under load: each round measures every one of them, "
                    + "in random order, for a few seconds. CPU time is what the kernel's scheduler accounts for all threads "
                    + "of the proxy (schedstat), in user space and kernel, divided by wrk's requests.",
            "",
            "Why so? Throughput on a small or shared machine is mostly noise; CPU time per request is steadier, and what "
                    + "disturbs one proxy of a round disturbs the next one too. So believe the ratios and their 95 %% "
                    + "intervals first. The kernel work of a loopback write includes the receiver's side, for all proxies "
                    + "alike. A round with errors is invalid and left out; then the exit code is 1.",
            ""
        })
public final class CompareCommand implements Callable<Integer> {
    private static final String DEFAULT_JAR = "lb-core/target/weir.jar";

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
            description = "what to compare with: nginx, haproxy or none (default: ${DEFAULT-VALUE})")
    private List<String> peerNames;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "keep-alive-small",
            converter = ScenarioWord.class,
            completionCandidates = ScenarioWord.Words.class,
            description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Scenario scenario;

    @Option(names = "--rounds", defaultValue = "10", description = "measured rounds (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "load per round and peer (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--connections", defaultValue = "64", description = "of wrk (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "load on a JVM before it is measured (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--forks",
            defaultValue = "1",
            description = "start everything afresh so often, with all rounds each time: the JIT compiler decides anew "
                    + "(default: ${DEFAULT-VALUE})")
    private int forks;

    @Option(names = "--syscalls", description = "count system calls per request too, with strace, at the end")
    private boolean syscalls;

    @Option(names = "--seed", description = "of the random order (default: a new one, printed)")
    private Long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "also write all rounds to FILE.json or FILE.csv")
    private Path out;

    @Option(names = "--java", paramLabel = "FILE", description = "JVM that runs Weir (default: the one running this)")
    private String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Option(names = "--jvm-option", paramLabel = "OPTION", description = "for that JVM; repeat it for more")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--proxy-core", defaultValue = "0", description = "core of the proxies (default: ${DEFAULT-VALUE})")
    private int proxyCore;

    @Option(
            names = "--load-core",
            defaultValue = "1",
            description = "core of wrk and the origin (default: ${DEFAULT-VALUE})")
    private int loadCore;

    @Option(
            names = "--base-port",
            defaultValue = "18000",
            description = "first loopback port to try (default: ${DEFAULT-VALUE})")
    private int basePort;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final PrintWriter progress = console.progress();
        final Plan plan = plan();
        checkOut();
        Tool.TASKSET.require();
        Tool.WRK.require();
        Tool.NGINX.require(); // as the origin
        final List<Peer> peers = peers(progress);
        final Results results;
        try (Workspace workspace = Workspace.open()) {
            progress.println("seed " + plan.seed());
            results = new Comparison(plan, peers, workspace, new Ports(basePort), progress).run(Fingerprint.take(java));
        }
        console.print(new ResultsText(results));
        write(results);
        return results.isValid() ? 0 : 1;
    }

    private Plan plan() {
        final boolean counting = syscalls && Tool.STRACE.find().isPresent();
        if (syscalls && !counting) {
            console.say("--syscalls skipped: " + Tool.STRACE.missing());
        }
        final long order = seed == null ? System.nanoTime() % 100_000 : seed;
        return console.checked(
                () -> new Plan(scenario, forks, rounds, seconds, connections, order, proxyCore, loadCore, counting));
    }

    private List<Peer> peers(PrintWriter progress) {
        final List<Peer> peers = new ArrayList<>(weirs(progress));
        for (String name : new LinkedHashSet<>(peerNames)) {
            switch (name) {
                case "nginx" -> peers.add(Peer.nginx());
                case "haproxy" -> addHaproxy(peers, progress);
                case "none" -> {}
                default -> throw console.refusal("--peers: " + name + ", must be nginx, haproxy or none");
            }
        }
        if (peers.isEmpty()) {
            throw console.refusal("nothing to measure: neither a jar of Weir nor a peer");
        }
        return peers;
    }

    private void addHaproxy(List<Peer> peers, PrintWriter progress) {
        if (Tool.HAPROXY.find().isPresent()) {
            peers.add(Peer.haproxy());
        } else {
            progress.println("haproxy skipped: " + Tool.HAPROXY.missing());
        }
    }

    private List<Peer> weirs(PrintWriter progress) {
        if (weirJars.isEmpty() && !Files.isRegularFile(Path.of(DEFAULT_JAR))) {
            progress.println(
                    "weir skipped: no " + DEFAULT_JAR + " here; build it with mvn package, or name --weir-jar");
            return List.of();
        }
        final List<Path> jars = weirJars.isEmpty() ? List.of(Path.of(DEFAULT_JAR)) : weirJars;
        final List<Peer> peers = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw console.refusal("--weir-jar: " + jar + ", no such file");
            }
            final String name = peers.isEmpty() ? "weir" : "weir-" + (peers.size() + 1);
            peers.add(Peer.weir(name, jar, new Peer.Jvm(java, jvmOptions), warmUpSeconds));
        }
        return peers;
    }

    /** Before minutes of measuring, not after. */
    private void checkOut() {
        if (out != null && !out.toString().endsWith(".json") && !out.toString().endsWith(".csv")) {
            throw console.refusal("--out: " + out + ", must end in .json or .csv");
        }
        console.checkWritable("--out", out);
    }

    private void write(Results results) throws IOException {
        if (out != null) {
            Files.writeString(out, out.toString().endsWith(".json") ? ResultsJson.of(results) : ResultsCsv.of(results));
        }
    }
}
