package weir.bench.load;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import weir.bench.host.CannotMeasure;
import weir.bench.report.Numbers;
import weir.bench.words.Durations;

/**
 * Writes the seconds of a load as they pass: to people, to a HdrHistogram log, to a CSV file. Thread: the command's
 * own.
 */
final class LoadLog implements Consumer<Second>, AutoCloseable {
    private static final String CSV_HEADING = "second,served,errors,p50_ms,p90_ms,p99_ms,p99_9_ms,max_ms\n";
    private static final double[] CSV_PERCENTS = {50, 90, 99, 99.9, 100};
    private static final double NS_PER_MS = Durations.NS_PER_MS;

    /** Null for none. */
    private final PrintWriter progress;

    private final HistogramLogWriter hlog;
    private final PrintStream hlogStream;
    private final PrintWriter csv;

    /** Each may be null. */
    LoadLog(PrintWriter progress, Path hlogFile, Path csvFile) throws IOException {
        this.progress = progress;
        this.hlogStream = hlogFile == null ? null : stream(hlogFile);
        this.hlog = hlogFile == null ? null : new HistogramLogWriter(hlogStream);
        this.csv = csvFile == null ? null : new PrintWriter(stream(csvFile));
        if (hlog != null) {
            hlog.outputComment("[latencies in ns, from the intended send time; maxima in ms]");
            hlog.outputLogFormatVersion();
            hlog.outputLegend();
        }
        if (csv != null) {
            csv.print(CSV_HEADING);
        }
    }

    private static PrintStream stream(Path file) throws IOException {
        try {
            return new PrintStream(file.toFile(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw new CannotMeasure(file + " cannot be written");
        }
    }

    @Override
    public void accept(Second second) {
        if (progress != null) {
            progress.println(line(second));
            progress.flush();
        }
        if (hlog != null) {
            hlog.outputIntervalHistogram(second.index(), second.index() + 1, second.latencies(), NS_PER_MS);
        }
        if (csv != null) {
            csv.print(row(second));
        }
    }

    @Override
    public void close() {
        if (hlog != null) {
            hlogStream.close();
        }
        if (csv != null) {
            csv.close();
        }
    }

    /** A second without an answer has no latencies. */
    static String line(Second second) {
        final Histogram latencies = second.latencies();
        final boolean isEmpty = latencies.getTotalCount() == 0;
        return String.format(
                Locale.ROOT,
                "%4d s  %8d served  p50 %-8s p99 %-8s max %-8s %d errors",
                second.index() + 1,
                latencies.getTotalCount(),
                isEmpty ? "-" : Durations.show(latencies.getValueAtPercentile(50)),
                isEmpty ? "-" : Durations.show(latencies.getValueAtPercentile(99)),
                isEmpty ? "-" : Durations.show(latencies.getMaxValue()),
                second.problemCount());
    }

    static String row(Second second) {
        final Histogram latencies = second.latencies();
        final StringBuilder row = new StringBuilder();
        row.append(second.index()).append(',').append(latencies.getTotalCount());
        row.append(',').append(second.problemCount());
        for (double percent : CSV_PERCENTS) {
            row.append(',');
            if (latencies.getTotalCount() > 0) {
                row.append(Numbers.three(latencies.getValueAtPercentile(percent) / NS_PER_MS));
            }
        }
        return row.append('\n').toString();
    }
}
