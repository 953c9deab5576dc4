package weir.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import weir.bench.host.CpuUse;
import weir.bench.load.Histograms;
import weir.bench.report.Fingerprint;
import weir.bench.report.JsonTree;

/**
 * Reads what {@link ResultsJson} wrote. What cannot be read is an {@link IllegalArgumentException} that says where. Any
 * thread.
 */
final class ResultsReader {
    private ResultsReader() {}

    /** @param name of the file, for messages */
    static Results read(String name, String text) {
        final JsonTree json = JsonTree.read(name, text);
        return new Results(
                plan(json.tree("plan"), !json.trees("syscalls").isEmpty()),
                new Fingerprint(json.tree("environment").words()),
                json.texts("peers"),
                json.tree("skipped").words(),
                json.trees("rounds").stream().map(ResultsReader::round).toList(),
                json.trees("syscalls").stream().map(ResultsReader::syscalls).toList());
    }

    private static Plan plan(JsonTree json, boolean hasSyscalls) {
        return new Plan(
                ScenarioWord.parse(json.text("scenario")),
                (int) json.number("forks"),
                (int) json.number("rounds"),
                (int) json.number("seconds"),
                (int) json.number("latency-rounds"),
                (int) json.number("connections"),
                json.has("together") && json.flag("together"), // older files have it not
                json.number("seed"),
                (int) json.number("proxy-core"),
                (int) json.number("load-core"),
                hasSyscalls);
    }

    private static Round round(JsonTree json) {
        final Usage usage = new Usage(
                new CpuUse(
                        json.number("cpu-ns"),
                        json.number("loop-ns"),
                        json.number("user-ns"),
                        json.number("system-ns")),
                json.number("origin-ns"),
                json.number("client-ns"),
                json.has("others-ns") ? json.number("others-ns") : Usage.UNKNOWN_NS,
                json.number("wall-ns"),
                json.decimal("steal-percent"),
                json.number("resident-bytes"));
        return new Round(
                (int) json.number("round"),
                (int) json.number("fork"),
                Phase.of(json.text("phase")),
                json.text("peer"),
                json.decimal("start-seconds"),
                answers(json),
                usage);
    }

    private static Answers answers(JsonTree json) {
        final Histogram latencies =
                json.has("latencies-ns-hdr") ? Histograms.decode(json.text("latencies-ns-hdr")) : Answers.NO_LATENCIES;
        final List<Long> served = json.numbers("served-by-second");
        final List<Long> errors = json.numbers("errors-by-second");
        final List<Answers.Second> seconds = new ArrayList<>();
        for (int i = 0; i < Math.min(served.size(), errors.size()); i++) {
            seconds.add(new Answers.Second(served.get(i), errors.get(i)));
        }
        return new Answers(
                json.number("answers"),
                json.decimal("answers-per-second"),
                json.number("bytes"),
                json.tree("errors").counts(),
                latencies,
                json.has("latencies-ms-by-percent") ? percentiles(json.tree("latencies-ms-by-percent")) : Map.of(),
                seconds);
    }

    private static Map<Double, Double> percentiles(JsonTree json) {
        final Map<Double, Double> percentiles = new TreeMap<>();
        json.decimals().forEach((percent, ms) -> percentiles.put(Double.parseDouble(percent), ms));
        return percentiles;
    }

    private static SyscallRound syscalls(JsonTree json) {
        final SyscallCounts counts = new SyscallCounts(json.tree("calls").counts(), json.number("failed"));
        return new SyscallRound(json.text("peer"), counts, answers(json));
    }
}
