package weir.bench.scenario;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weir.balance.Algorithm;
import weir.balance.BackendSet;
import weir.balance.GuardedPicker;
import weir.balance.PickContext;
import weir.balance.Picker;
import weir.balance.PickerFault;
import weir.balance.PickerParts;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.host.Jvm;
import weir.bench.host.Ports;
import weir.bench.host.Template;
import weir.bench.host.UserClassPath;
import weir.bench.host.Workspace;
import weir.bench.load.Fetch;
import weir.bench.load.Load;
import weir.bench.load.LoadPlan;
import weir.bench.load.LoadResult;
import weir.bench.load.Target;
import weir.bench.origin.OriginProcess;
import weir.bench.origin.OriginServer;
import weir.bench.report.Fingerprint;
import weir.bench.report.Numbers;
import weir.bench.words.Durations;
import weir.config.AlgorithmText;

/**
 * Three origins as real backends, one of them slow, and a Weir for each algorithm in front of them; one Weir at a time
 * is under load.
 *
 * <pre>
 *   load (this process) ----> Weir with the algorithm ----> first, second, slow (a process each)
 * </pre>
 *
 * <p>All algorithms of a round see the same arrivals. Thread: the command's own.
 */
final class SlowBackend {
    private static final int CONNECTIONS_MAX = 2_000;
    private static final Pattern REQUESTS = Pattern.compile("\"requests\":([0-9]+)");
    private static final List<String> BACKENDS = List.of("first", "second", "slow");

    private final SlowBackendPlan plan;
    private final Jvm jvm;
    private final Path weirJar;
    private final Workspace workspace;
    private final Ports ports;
    private final PrintWriter progress;
    private final List<String> origins = new ArrayList<>();
    private final List<SlowBackendRound> rounds = new ArrayList<>();

    SlowBackend(SlowBackendPlan plan, Jvm jvm, Path weirJar, Workspace workspace, Ports ports, PrintWriter progress) {
        this.plan = plan;
        this.jvm = jvm;
        this.weirJar = weirJar;
        this.workspace = workspace;
        this.ports = ports;
        this.progress = progress;
    }

    SlowBackendResults run(Fingerprint environment) throws IOException, InterruptedException {
        for (String name : BACKENDS) {
            origins.add(startOrigin(name));
        }
        final List<Weir> weirs = new ArrayList<>();
        for (AlgorithmText algorithm : plan.algorithms()) {
            weirs.add(startWeir("weir-" + (weirs.size() + 1), algorithm));
        }
        final Random random = new Random(plan.seed());
        for (int number = 1; number <= plan.rounds(); number++) {
            Collections.shuffle(weirs, random);
            for (Weir weir : weirs) {
                rounds.add(measure(number, weir));
            }
        }
        return new SlowBackendResults(plan, environment, rounds);
    }

    /** Its address. */
    private String startOrigin(String name) throws IOException, InterruptedException {
        final int port = ports.take();
        final String delay = name.equals("slow") ? plan.slowDelay() : plan.fastDelay();
        final OriginProcess origin = new OriginProcess(delay, plan.concurrency(), plan.seed() + BACKENDS.indexOf(name));
        final Child child = workspace.start(name, origin.command(Integer.toString(port)));
        Fetch.await(child, "http://127.0.0.1:" + port + OriginServer.COUNTS_PATH);
        return "127.0.0.1:" + port;
    }

    private Weir startWeir(String name, AlgorithmText algorithm) throws IOException, InterruptedException {
        final int port = ports.take();
        final Path config = workspace.directory().resolve(name + ".yaml");
        final Map<String, String> values = Map.of(
                "PORT", Integer.toString(port),
                "ALGORITHM", algorithm.yaml(),
                "FIRST", origins.get(0),
                "SECOND", origins.get(1),
                "SLOW", origins.get(2));
        Files.writeString(config, Template.fill(Template.read("slow-backend.yaml"), values));
        final List<String> command = new ArrayList<>(jvm.command());
        command.addAll(main(algorithm));
        command.addAll(List.of("run", config.toString()));
        final Child child = workspace.start(name, command);
        final String url = "http://127.0.0.1:" + port + "/";
        Fetch.await(child, url);
        return new Weir(algorithm.text(), child, url);
    }

    /** An own algorithm comes along with what stands on this program's class path. */
    private List<String> main(AlgorithmText algorithm) {
        final String jar = weirJar.toAbsolutePath().toString();
        if (algorithm.factory().kind() != Algorithm.Kind.CUSTOM) {
            return List.of("-jar", jar);
        }
        final List<String> classPath = new ArrayList<>(List.of(jar));
        classPath.addAll(UserClassPath.entries());
        return List.of("-cp", String.join(File.pathSeparator, classPath), "weir.app.Main");
    }

    /**
     * Makes a picker as each Weir will, and has it pick once: one that fails at that would be waited for in vain.
     *
     * @throws weir.balance.InvalidAlgorithmException it cannot be made
     * @throws IllegalArgumentException it cannot pick
     */
    static Picker tryOut(AlgorithmText algorithm) {
        final BackendSet backends = new BackendSet(BACKENDS.size());
        final Picker own = algorithm.factory().picker(PickerParts.of(backends, 0));
        final PickContext context = new PickContext();
        context.setKey(1); // for those that hash
        if (new GuardedPicker(algorithm.text(), own, backends, SlowBackend::refuse).pick(context) == Picker.NONE) {
            throw new IllegalArgumentException(algorithm.text() + " picked nobody, though it may pick any");
        }
        return own;
    }

    private static void refuse(PickerFault fault) {
        throw new IllegalArgumentException(fault.getMessage());
    }

    private SlowBackendRound measure(int number, Weir weir) throws IOException, InterruptedException {
        final long[] before = counts();
        final LoadPlan load = LoadPlan.poisson(
                Target.parse(weir.url()),
                plan.ratePerSecond(),
                CONNECTIONS_MAX,
                plan.warmUpSeconds() * Durations.NS_PER_S,
                plan.seconds() * Durations.NS_PER_S,
                plan.seed() + number);
        final LoadResult result = Load.run(load, second -> {});
        if (!weir.child().isAlive()) {
            throw new CannotMeasure(weir.child().complaint("died"));
        }
        final long[] counts = counts();
        for (int i = 0; i < counts.length; i++) {
            counts[i] -= before[i];
        }
        final SlowBackendRound round =
                new SlowBackendRound(number, weir.algorithm(), result.latencies(), result.problemCount(), counts);
        say("round " + number + "/" + plan.rounds() + "  " + weir.algorithm() + "  p50 "
                + Numbers.two(round.percentileMs(50)) + " ms  p99 " + Numbers.two(round.percentileMs(99)) + " ms  slow "
                + Numbers.two(round.sharePercent(2)) + " %"
                + (round.errors() == 0 ? "" : "  " + round.errors() + " errors " + result.problems()));
        return round;
    }

    private long[] counts() throws IOException {
        final long[] counts = new long[origins.size()];
        for (int i = 0; i < counts.length; i++) {
            final String url = "http://" + origins.get(i) + OriginServer.COUNTS_PATH;
            final String json = new String(Fetch.body(url), StandardCharsets.UTF_8);
            final Matcher requests = REQUESTS.matcher(json);
            if (!requests.find()) {
                throw new IOException(origins.get(i) + " told no count: " + json);
            }
            counts[i] = Long.parseLong(requests.group(1));
        }
        return counts;
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }

    private record Weir(String algorithm, Child child, String url) {}
}
