package weir.bench.scenario;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
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
import weir.bench.Main;
import weir.bench.host.CannotMeasure;
import weir.bench.host.Child;
import weir.bench.host.Ports;
import weir.bench.host.Workspace;
import weir.bench.load.Load;
import weir.bench.load.LoadPlan;
import weir.bench.load.LoadResult;
import weir.bench.load.Target;
import weir.bench.origin.OriginServer;
import weir.bench.report.Fingerprint;
import weir.bench.report.Numbers;
import weir.bench.words.Durations;

/**
 * Three origins as real backends, one of them slow, and a Weir for each algorithm in front of them; one Weir at a time is under
 * load.
 *
 * <pre>
 *   load (this process) ----> Weir with the algorithm ----> first, second, slow (a process each)
 * </pre>
 *
 * <p>All algorithms of a round see the same arrivals. Thread: the command's own.
 */
final class SlowBackend {
    private static final long START_NS = 20 * Durations.NS_PER_S;
    private static final int POLL_MS = 50;
    private static final int FETCH_TIMEOUT_MS = 5_000;
    private static final int CONNECTIONS_MAX = 2_000;
    private static final Pattern REQUESTS = Pattern.compile("\"requests\":([0-9]+)");
    private static final List<String> BACKENDS = List.of("first", "second", "slow");
    /** They sleep most of the time, so a small and quickly started JVM will do. */
    private static final List<String> ORIGIN_JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m");

    private final SlowBackendPlan plan;
    private final Peer.Jvm jvm;
    private final Path weirJar;
    private final Workspace workspace;
    private final Ports ports;
    private final PrintWriter progress;
    private final List<String> origins = new ArrayList<>();
    private final List<SlowBackendRound> rounds = new ArrayList<>();

    SlowBackend(
            SlowBackendPlan plan, Peer.Jvm jvm, Path weirJar, Workspace workspace, Ports ports, PrintWriter progress) {
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
        for (String algorithm : plan.algorithms()) {
            weirs.add(startWeir(algorithm));
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
        final List<String> command = new ArrayList<>(List.of(jvm.java()));
        command.addAll(ORIGIN_JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "origin"));
        command.addAll(List.of("--listen", Integer.toString(port)));
        command.addAll(List.of("--delay", name.equals("slow") ? plan.slowDelay() : plan.fastDelay()));
        command.addAll(List.of("--concurrency", Integer.toString(plan.concurrency())));
        command.addAll(List.of("--seed", Long.toString(plan.seed() + BACKENDS.indexOf(name))));
        awaitAnswer(workspace.start(name, command), "http://127.0.0.1:" + port + OriginServer.COUNTS_PATH);
        return "127.0.0.1:" + port;
    }

    private Weir startWeir(String algorithm) throws IOException, InterruptedException {
        final int port = ports.take();
        final Path config = workspace.directory().resolve(algorithm + ".yaml");
        final Map<String, String> values = Map.of(
                "PORT", Integer.toString(port),
                "ALGORITHM", algorithm,
                "FIRST", origins.get(0),
                "SECOND", origins.get(1),
                "SLOW", origins.get(2));
        Files.writeString(config, Template.fill(Template.read("slow-backend.yaml"), values));
        final List<String> command = new ArrayList<>(jvm.command());
        command.addAll(List.of("-jar", weirJar.toAbsolutePath().toString(), "run", config.toString()));
        final Child child = workspace.start(algorithm, command);
        final String url = "http://127.0.0.1:" + port + "/";
        awaitAnswer(child, url);
        return new Weir(algorithm, child, url);
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
            final String json = fetch("http://" + origins.get(i) + OriginServer.COUNTS_PATH);
            final Matcher requests = REQUESTS.matcher(json);
            if (!requests.find()) {
                throw new IOException(origins.get(i) + " told no count: " + json);
            }
            counts[i] = Long.parseLong(requests.group(1));
        }
        return counts;
    }

    private static void awaitAnswer(Child child, String url) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + START_NS;
        while (true) {
            try {
                fetch(url);
                return;
            } catch (IOException e) {
                if (!child.isAlive()) {
                    throw new CannotMeasure(child.complaint("ended at once"));
                }
                if (deadlineNs - System.nanoTime() <= 0) {
                    throw new CannotMeasure(child.complaint("does not answer with 200 (" + e.getMessage() + ")"));
                }
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static String fetch(String url) throws IOException {
        final HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(FETCH_TIMEOUT_MS);
        connection.setReadTimeout(FETCH_TIMEOUT_MS);
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode());
            }
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }

    private record Weir(String algorithm, Child child, String url) {}
}
