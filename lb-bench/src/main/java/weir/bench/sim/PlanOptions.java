package weir.bench.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;
import weir.balance.PickerParts;
import weir.bench.words.Draw;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;
import weir.model.Backend;
import weir.model.Balance;
import weir.model.CheckTimes;
import weir.model.HealthCheck;
import weir.model.Range;
import weir.model.RetryPolicy;

/** The options that make a {@link Plan}. Defaults are those of a pool, where a pool has the like. */
final class PlanOptions {
    private static final int BACKENDS_MAX = 10_000;
    private static final int WORKERS_MAX = 1_000_000;
    private static final int LOOPS_MAX = 1_024;
    private static final int KEYS_MAX = 10_000_000;
    private static final int SAMPLES = 120;

    @Option(
            names = "--backends",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "how many (default: ${DEFAULT-VALUE})")
    private int backends;

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "[Nx]WEIGHT",
            description = "of the backends in their order, such as 20x1,80x2 (default: 1 for all)")
    private List<String> weightWords = List.of();

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "requests that a backend serves at a time; others wait (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(
            names = "--arrivals",
            paramLabel = "WHEN",
            description = Arrivals.ACCEPTED + " (default: poisson at 70 %% of what all workers can do)")
    private String arrivalsWord;

    @Option(
            names = "--service",
            paramLabel = "DISTRIBUTION",
            description = "what a worker needs for a request (default: exp:10ms, or what the replayed log says)")
    private String serviceWord;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "an access log of Weir, text or JSON: of each request that a backend has served, in all pools, when it "
                            + "arrived, whose it was, and without --service how long it took from the connection to the "
                            + "end, waiting at the backend included. Sizes, methods, connections and what failed are "
                            + "not replayed")
    private Path replayFile;

    @Option(
            names = "--replay-speed",
            paramLabel = "FACTOR",
            description = "let them arrive so many times faster (default: 1)")
    private String replaySpeedWord;

    @Option(
            names = "--keys",
            paramLabel = "COUNT",
            defaultValue = "10000",
            description =
                    "different clients, for algorithms that hash (default: ${DEFAULT-VALUE}); a replayed log has its own")
    private int keys;

    @Option(
            names = "--bounded-load",
            paramLabel = "FACTOR",
            description = "for ring-hash, maglev and rendezvous (default: no bound)")
    private Double boundedLoad;

    @Option(
            names = "--loops",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "event loops, each with its own picker; requests are spread over them at random "
                    + "(default: ${DEFAULT-VALUE})")
    private int loops;

    @Option(
            names = "--slow",
            split = ",",
            paramLabel = "NxFACTOR[@FROM..TO]",
            description =
                    "backends that take longer, such as 3x10@30s..60s: three that take ten times as long from second 30 "
                            + "to 60. FROM and TO may be left out: 1x5@30s.. or 1x5. --slow, --fail and --down each take the "
                            + "next backends in order, and may be repeated")
    private List<String> slowWords = List.of();

    @Option(
            names = "--fail",
            split = ",",
            paramLabel = "N[@FROM..TO]",
            description = "backends that answer each request with an error, in --error-time")
    private List<String> failWords = List.of();

    @Option(
            names = "--down",
            split = ",",
            paramLabel = "N[@FROM..TO]",
            description = "backends that refuse connections; what they have when they go down is cut")
    private List<String> downWords = List.of();

    @Option(
            names = "--error-time",
            paramLabel = "TIME",
            defaultValue = "1ms",
            description = "of a failing backend's answer (default: ${DEFAULT-VALUE})")
    private String errorTimeWord;

    @Option(
            names = "--health",
            paramLabel = "TYPE",
            defaultValue = "passive",
            description =
                    "passive, tcp, http or none, as in a pool; only http notices --fail (default: ${DEFAULT-VALUE})")
    private String healthWord;

    @Option(
            names = "--health-interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "from check to check (default: ${DEFAULT-VALUE})")
    private String healthIntervalWord;

    @Option(
            names = "--rise",
            paramLabel = "COUNT",
            defaultValue = "2",
            description = "passed checks in a row that bring a backend back (default: ${DEFAULT-VALUE})")
    private int rise;

    @Option(
            names = "--fall",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "failed ones that take it out (default: ${DEFAULT-VALUE})")
    private int fall;

    @Option(
            names = "--retries",
            paramLabel = "COUNT",
            defaultValue = "2",
            description = "further backends that a request may try after a failure of --retry-on, at once and without "
                    + "a pool's budget and backoff (default: ${DEFAULT-VALUE})")
    private int retries;

    @Option(
            names = "--retry-on",
            split = ",",
            paramLabel = "WHAT",
            defaultValue = "connect-failure,empty-response",
            description = "what is worth another try, as in a pool: connect-failure (--down), empty-response (cut by "
                    + "--down), timeout (--response-timeout; the first backend goes on), a status such as 503 "
                    + "(--fail). All requests may be repeated (default: ${DEFAULT-VALUE})")
    private List<String> retryWords;

    @Option(
            names = "--response-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "how long Weir waits for an answer; the backend goes on (default: ${DEFAULT-VALUE})")
    private String responseTimeoutWord;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "while requests arrive (default: 60s, or the length of the replayed log)")
    private String durationWord;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "requests that arrive before are not counted; part of --duration (default: ${DEFAULT-VALUE})")
    private String warmUpWord;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "of the samples over time (default: a " + SAMPLES + "th of --duration)")
    private String intervalWord;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "of all that is random (default: ${DEFAULT-VALUE})")
    private long seed;

    /**
     * @param notes where to say what was left out of a replayed log
     * @throws IllegalArgumentException naming the option, what was found and what is accepted
     */
    Plan plan(Consumer<String> notes) {
        within("--backends", backends, 1, BACKENDS_MAX);
        within("--workers", workers, 1, WORKERS_MAX);
        within("--loops", loops, 1, LOOPS_MAX);
        within("--keys", keys, 1, KEYS_MAX);
        final Replay replay = replay(notes);
        final Traffic.Source traffic = traffic(replay);
        final long durationNs = durationNs(replay);
        return new Plan(
                traffic,
                weights(),
                workers,
                boundedLoad(),
                loops,
                troubles(),
                read("--error-time", errorTimeWord, Durations::parseNs),
                health(),
                retryPolicy(),
                read("--response-timeout", responseTimeoutWord, Durations::parsePositiveNs),
                durationNs,
                read("--warm-up", warmUpWord, Durations::parseNs),
                intervalWord == null
                        ? Math.max(1, durationNs / SAMPLES)
                        : read("--interval", intervalWord, Durations::parsePositiveNs),
                seed);
    }

    private RetryPolicy retryPolicy() {
        final Set<RetryPolicy.Condition> conditions = EnumSet.noneOf(RetryPolicy.Condition.class);
        final Set<Integer> statuses = new HashSet<>();
        for (String word : retryWords) {
            final Optional<RetryPolicy.Condition> condition = Arrays.stream(RetryPolicy.Condition.values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
            condition.ifPresentOrElse(conditions::add, () -> statuses.add(status(word)));
        }
        final Range range = RetryPolicy.ATTEMPTS_RANGE;
        return new RetryPolicy(within("--retries", retries, range.min(), range.max()), conditions)
                .withStatuses(statuses);
    }

    private static int status(String word) {
        if (word.matches("5[0-9]{2}")) {
            return Integer.parseInt(word);
        }
        throw new IllegalArgumentException("--retry-on: " + word
                + ", must be connect-failure, stale-connection, empty-response, timeout or a status from 500 to 599");
    }

    private Replay replay(Consumer<String> notes) {
        if (replayFile == null) {
            if (replaySpeedWord != null) {
                throw new IllegalArgumentException("--replay-speed: needs --replay");
            }
            return null;
        }
        if (arrivalsWord != null) {
            throw new IllegalArgumentException("--arrivals: not with --replay, which says when requests arrive");
        }
        final double speed =
                replaySpeedWord == null ? 1 : read("--replay-speed", replaySpeedWord, Quantities::parsePositiveNumber);
        return Replay.read(replayFile, speed, notes);
    }

    private Traffic.Source traffic(Replay replay) {
        final Draw service = serviceWord == null ? null : read("--service", serviceWord, Draw::ofDurations);
        if (replay != null) {
            return service == null ? replay : replay.withService(service);
        }
        final Draw drawn = service == null ? new Draw.Exponential(10 * Durations.NS_PER_MS) : service;
        return new DrawnTraffic.From(arrivals(drawn), drawn, keys);
    }

    private Arrivals arrivals(Draw service) {
        if (arrivalsWord != null) {
            return read("--arrivals", arrivalsWord, Arrivals::parse);
        }
        if (service.mean() == 0) {
            throw new IllegalArgumentException("--arrivals: needed, as the service takes no time");
        }
        return new Arrivals(new Draw.Exponential(service.mean() / (0.7 * backends * workers)));
    }

    private long durationNs(Replay replay) {
        if (durationWord != null) {
            return read("--duration", durationWord, Durations::parsePositiveNs);
        }
        return replay == null ? 60 * Durations.NS_PER_S : replay.lengthNs() + 1;
    }

    private List<Double> weights() {
        if (weightWords.isEmpty()) {
            return Collections.nCopies(backends, Backend.WEIGHT);
        }
        final List<Double> weights = new ArrayList<>();
        for (String word : weightWords) {
            final int cross = word.indexOf('x');
            final int count = cross < 0 ? 1 : (int) weight(word.substring(0, cross), BACKENDS_MAX);
            weights.addAll(Collections.nCopies(count, weight(word.substring(cross + 1), Backend.WEIGHT_MAX)));
        }
        if (weights.size() != backends) {
            throw new IllegalArgumentException(
                    "--weights: " + weights.size() + " of them, but there are " + backends + " backends");
        }
        return weights;
    }

    private static double weight(String word, double max) {
        final double number = read("--weights", word, text -> Quantities.parseNumber(text, 0));
        if (number > max) {
            throw new IllegalArgumentException("--weights: " + word + ", must be " + Quantities.show(max) + " at most");
        }
        return number;
    }

    private double boundedLoad() {
        if (boundedLoad == null) {
            return PickerParts.UNBOUNDED;
        }
        if (!(boundedLoad >= Balance.BOUND_MIN && boundedLoad <= Balance.BOUND_MAX)) {
            throw new IllegalArgumentException(
                    "--bounded-load: " + boundedLoad + ", must be " + Balance.BOUND_MIN + ".." + Balance.BOUND_MAX);
        }
        return boundedLoad;
    }

    private List<Trouble> troubles() {
        final List<Trouble> troubles = new ArrayList<>();
        slowWords.forEach(word -> troubles.add(read("--slow", word, text -> Trouble.parse(Trouble.Kind.SLOW, text))));
        failWords.forEach(word -> troubles.add(read("--fail", word, text -> Trouble.parse(Trouble.Kind.FAIL, text))));
        downWords.forEach(word -> troubles.add(read("--down", word, text -> Trouble.parse(Trouble.Kind.DOWN, text))));
        return troubles;
    }

    private HealthCheck health() {
        final HealthCheck.Type type = Arrays.stream(HealthCheck.Type.values())
                .filter(each -> each.word().equals(healthWord))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--health: " + healthWord + ", must be passive, tcp, http or none"));
        final long intervalMs = read("--health-interval", healthIntervalWord, Durations::parseNs) / Durations.NS_PER_MS;
        if (intervalMs < CheckTimes.INTERVAL_RANGE.min() || intervalMs > CheckTimes.INTERVAL_RANGE.max()) {
            throw new IllegalArgumentException("--health-interval: " + healthIntervalWord + ", must be 10ms..1h");
        }
        final HealthCheck like = HealthCheck.DEFAULTS;
        return new HealthCheck(
                type,
                like.http(),
                new CheckTimes((int) intervalMs, like.times().timeoutMs()),
                within("--rise", rise, HealthCheck.RISE_RANGE.min(), HealthCheck.RISE_RANGE.max()),
                within("--fall", fall, HealthCheck.FALL_RANGE.min(), HealthCheck.FALL_RANGE.max()),
                like.initial(),
                like.port(),
                like.panicPercent(),
                like.passive());
    }

    private static <T> T read(String option, String word, Function<String, T> reader) {
        try {
            return reader.apply(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static int within(String option, int value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + ": " + value + ", must be " + min + ".." + max);
        }
        return value;
    }
}
