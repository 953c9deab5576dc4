package weir.bench.sim;

import java.util.List;
import weir.bench.report.CsvLine;
import weir.bench.report.Numbers;
import weir.bench.words.Durations;
import weir.bench.words.Quantities;

/** Results for spreadsheets; a field without a value is empty. Any thread. */
final class ResultsCsv {
    private ResultsCsv() {}

    /** One line per algorithm. */
    static String summary(List<Result> results) {
        final StringBuilder text =
                new StringBuilder("algorithm,requests,errors,retries,picks,mean_ms,p50_ms,p90_ms,p95_ms,"
                        + "p99_ms,p99_9_ms,max_ms,share_min,share_max,share_cv\n");
        for (Result result : results) {
            line(
                    text,
                    result.algorithm().text(),
                    result.requests(),
                    result.errors(),
                    result.retries(),
                    result.picks(),
                    millis(result.meanNs()),
                    millis(result.percentileNs(50)),
                    millis(result.percentileNs(90)),
                    millis(result.percentileNs(95)),
                    millis(result.percentileNs(99)),
                    millis(result.percentileNs(99.9)),
                    millis(result.maxNs()),
                    number(result.shareMin()),
                    number(result.shareMax()),
                    number(result.shareVariation()));
        }
        return text.toString();
    }

    /** One line per algorithm and sample. */
    static String overTime(List<Result> results) {
        final StringBuilder text = new StringBuilder(
                "algorithm,time_s,in_flight,longest_queue,usable_backends,picks,share_min,share_max\n");
        for (Result result : results) {
            for (Sample sample : result.samples()) {
                line(
                        text,
                        result.algorithm().text(),
                        number(Durations.seconds(sample.atNs())),
                        sample.inFlight(),
                        sample.longest(),
                        sample.usable(),
                        sample.picks(),
                        number(sample.shareMin()),
                        number(sample.shareMax()));
            }
        }
        return text.toString();
    }

    /** One line per algorithm and backend. */
    static String perBackend(Plan plan, List<Result> results) {
        final StringBuilder text = new StringBuilder("algorithm,backend,weight,share\n");
        for (Result result : results) {
            for (int i = 0; i < plan.backends(); i++) {
                line(
                        text,
                        result.algorithm().text(),
                        i + 1,
                        Quantities.show(plan.weights().get(i)),
                        number(result.shares()[i]));
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Object... cells) {
        text.append(CsvLine.of(List.of(cells)));
    }

    private static String millis(double ns) {
        return number(Durations.millis(ns));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Numbers.three(value);
    }
}
