package weir.bench.idle;

import java.util.List;
import org.HdrHistogram.Histogram;
import weir.bench.report.Numbers;
import weir.bench.report.Table;

/** Results for people. Any thread. */
final class IdleText {
    private static final int CLASSES_SHOWN = 15;
    private static final double NS_PER_US = 1_000;
    private static final double NS_PER_MS = 1_000_000;

    private final IdleResults results;

    IdleText(IdleResults results) {
        this.results = results;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        text.append(results.connections()).append(" idle connections, ");
        text.append(results.lost()).append(" of them closed by the server meanwhile\n");
        if (results.before() != null) {
            text.append('\n')
                    .append(memory())
                    .append("\nCPU time while all are idle: ")
                    .append(idleCpu());
            text.append(" ms per second\n");
        }
        if (!Double.isNaN(results.heapBytesPerConnection())) {
            text.append("\nWhat grew, per connection\n").append(growth());
        }
        text.append("\nLatency of one client at full speed, in us (closed loop: compare the rows, promise neither)\n");
        return text.append(latencies()).toString();
    }

    private Table memory() {
        final Table table = new Table("memory of the server", "before", "with all", "per connection");
        final IdleResults.Memory before = results.before();
        final IdleResults.Memory after = results.after();
        if (before.heap() != null) {
            table.row(
                    "heap after GC, bytes",
                    Long.toString(before.heap().totalBytes()),
                    Long.toString(after.heap().totalBytes()),
                    Numbers.whole(results.heapBytesPerConnection()));
        }
        return table.row(
                "resident (RSS), bytes",
                Long.toString(before.residentBytes()),
                Long.toString(after.residentBytes()),
                Numbers.whole(results.residentBytesPerConnection()));
    }

    private String idleCpu() {
        return Numbers.two(results.idleCpu().totalNs() / NS_PER_MS * 1_000 / IdleResults.IDLE_MS);
    }

    private Table growth() {
        final Table table = new Table("class", "bytes", "objects");
        final List<ClassHistogram.Count> growth =
                results.after().heap().growthSince(results.before().heap());
        for (ClassHistogram.Count count : growth.subList(0, Math.min(CLASSES_SHOWN, growth.size()))) {
            table.row(
                    count.name(),
                    Numbers.two((double) count.bytes() / results.connections()),
                    Numbers.two((double) count.objects() / results.connections()));
        }
        return table;
    }

    private Table latencies() {
        final Table table = new Table("client", "p50", "p90", "p99", "p99.9", "max", "requests");
        row(table, "alone", results.alone());
        row(table, "among " + results.connections() + " idle", results.among());
        return table;
    }

    private static void row(Table table, String name, Histogram latencies) {
        table.row(
                name,
                percentile(latencies, 50),
                percentile(latencies, 90),
                percentile(latencies, 99),
                percentile(latencies, 99.9),
                percentile(latencies, 100),
                Long.toString(latencies.getTotalCount()));
    }

    private static String percentile(Histogram latencies, double percent) {
        return Numbers.two(latencies.getValueAtPercentile(percent) / NS_PER_US);
    }
}
