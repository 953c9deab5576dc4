package weir.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weir.bench.command.Console;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;

/** {@code load}: checks what was asked for, runs it, prints it. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Sends requests to a server and tells how long they took.",
            "",
            "Without --rate the loop is closed, like wrk's: each connection sends its next request when its last one is "
                    + "answered. That finds out how much a server can do. Its latencies are no promise to users: when the "
                    + "server stalls, the requests that would have come meanwhile are not sent, and so not counted.",
            "",
            "With --rate the loop is open, like users: requests have intended send times, whatever the server does. A "
                    + "latency counts from the intended time, so waiting for a busy connection, for a new one, or for "
                    + "a late sender is part of it. Connections are opened as they are needed, up to --connections.",
            "",
            "Latencies are those of responses with a status below 400, from sending (or the intended time; with connecting, "
                    + "where the request needed a new connection) to the response's last byte. All else is an error and "
                    + "counted by kind; then the exit code is 1, unless --allow-errors is given. In an open loop an answer may be "
                    + "seen up to 0.1 ms late when the next request is near; --spin is exact, at the cost of the core.",
            ""
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int CLOSED_CONNECTIONS = 10;
    private static final int OPEN_CONNECTIONS_MAX = 1_000;
    private static final long BODY_BYTES_MAX = 1L << 30;

    @Parameters(paramLabel = "URL", description = "http://HOST[:PORT][/PATH] or https://...")
    private String url;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "COUNT",
            description = "of the closed loop (default: " + CLOSED_CONNECTIONS + "), at most of the open one (default: "
                    + OPEN_CONNECTIONS_MAX + ")")
    private Integer connections;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "how long requests are sent and recorded (default: ${DEFAULT-VALUE})")
    private String duration;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "1s",
            description =
                    "load before that which is not recorded; this JVM needs some, too (default: ${DEFAULT-VALUE})")
    private String warmUp;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "first wait until the URL is answered with a status below 400, at most so long; for scripts "
                    + "that have just started the server (default: ${DEFAULT-VALUE})")
    private String wait;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "one sends some 50,000 requests/s (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "NUMBER",
            description = "requests per second of an open loop (default: a closed one)")
    private String rate;

    @Option(
            names = "--arrivals",
            paramLabel = "KIND",
            defaultValue = "poisson",
            description = "of the open loop: poisson or constant (default: ${DEFAULT-VALUE})")
    private String arrivals;

    @Option(names = "--close", description = "one request per connection (default: keep-alive)")
    private boolean closes;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "(default: GET, or POST with --body)")
    private String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "\"NAME: VALUE\"",
            description = "added to each request that does not have it; repeat it for more")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--body",
            paramLabel = "FILE|SIZE",
            description = "what to send: a file, or so many bytes, such as 16KiB")
    private String body;

    @Option(
            names = "--requests",
            paramLabel = "FILE",
            description =
                    "requests to send: METHOD PATH, header lines, an empty line, the body; a line ### between two")
    private Path requestFile;

    @Option(
            names = "--order",
            paramLabel = "KIND",
            defaultValue = "cycle",
            description = "of the requests in the file: cycle or random (default: ${DEFAULT-VALUE})")
    private String order;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "for a request, from its intended time (default: ${DEFAULT-VALUE})")
    private String timeout;

    @Option(names = "--insecure", description = "accept any certificate")
    private boolean isInsecure;

    @Option(names = "--allow-errors", description = "exit code 0 although requests failed")
    private boolean allowsErrors;

    @Option(names = "--hlog", paramLabel = "FILE", description = "write a HdrHistogram log, one interval per second")
    private Path hlog;

    @Option(names = "--csv", paramLabel = "FILE", description = "write counts and percentiles of each second")
    private Path csv;

    @Option(names = "--quiet", description = "no line per second on standard error")
    private boolean isQuiet;

    @Option(names = "--seed", defaultValue = "1", description = "of all lots (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--spin", description = "keep the core busy to be exact")
    private boolean spins;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadPlan plan = plan();
        final long waitNs = console.checked("--wait", () -> Durations.parseNs(wait));
        if (waitNs > 0) {
            Fetch.await(url, waitNs);
        }
        final PrintWriter progress = isQuiet ? null : console.progress();
        final LoadResult result;
        try (LoadLog log = new LoadLog(progress, hlog, csv)) {
            result = Load.run(plan, log);
        }
        console.print(new LoadText(result));
        return allowsErrors || result.problemCount() == 0 && result.latencies().getTotalCount() > 0 ? 0 : 1;
    }

    private LoadPlan plan() throws IOException {
        final Target target = console.checked("URL", () -> Target.parse(url));
        final double perSecond = rate == null ? 0 : console.checked("--rate", () -> Quantities.parseNumber(rate, 0));
        if (rate != null && perSecond == 0) {
            throw console.refusal("--rate: " + rate + ", must be more than 0");
        }
        final int defaultConnections = rate == null ? CLOSED_CONNECTIONS : OPEN_CONNECTIONS_MAX;
        final List<RequestText> requests = requests(target);
        final boolean isPoisson = choice("--arrivals", arrivals, "constant", "poisson");
        final boolean isRandom = choice("--order", order, "cycle", "random");
        final long timeoutNs = console.checked("--timeout", () -> Durations.parsePositiveNs(timeout));
        final long warmUpNs = console.checked("--warm-up", () -> Durations.parseNs(warmUp));
        final long durationNs = console.checked("--duration", () -> Durations.parsePositiveNs(duration));
        return console.checked(() -> new LoadPlan(
                target,
                requests,
                isRandom,
                perSecond,
                isPoisson,
                connections == null ? defaultConnections : connections,
                threads,
                closes,
                timeoutNs,
                warmUpNs,
                durationNs,
                seed,
                spins,
                target.isTls() ? Tls.of(isInsecure) : null));
    }

    private List<RequestText> requests(Target target) throws IOException {
        if (requestFile == null) {
            final byte[] content = body == null ? null : body();
            final String word = method != null ? method : body == null ? "GET" : "POST";
            return List.of(console.checked("request", () -> new RequestText(word, target.path(), headers, content)));
        }
        if (method != null || body != null) {
            throw console.refusal("--requests: says method and body itself, so --method and --body cannot be given");
        }
        final byte[] content = read("--requests", requestFile);
        return console.checked(
                "--requests",
                () -> RequestFile.read(requestFile, content).stream()
                        .map(request -> request.with(headers))
                        .toList());
    }

    private byte[] body() throws IOException {
        if (!Quantities.isSize(body)) {
            return read("--body", Path.of(body));
        }
        final long count = console.checked("--body", () -> Quantities.parseBytes(body));
        if (count > BODY_BYTES_MAX) {
            throw console.refusal("--body: " + body + ", must be 1GiB at most");
        }
        final byte[] bytes = new byte[(int) count];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private byte[] read(String option, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw console.refusal(option + ": " + file + ", no such file");
        }
        return Files.readAllBytes(file);
    }

    /** True for the second. */
    private boolean choice(String option, String word, String first, String second) {
        if (!word.equals(first) && !word.equals(second)) {
            throw console.refusal(option + ": " + word + ", must be " + first + " or " + second);
        }
        return word.equals(second);
    }
}
