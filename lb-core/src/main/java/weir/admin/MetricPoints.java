package weir.admin;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import weir.stats.LatencyCounts;

/** The points of one scrape, in the library's model. Thread: the admin worker only. */
final class MetricPoints {
    /** From 128 µs to 16.8 s, doubling: bounds at which {@link LatencyCounts} is exact. */
    private static final int FIRST_BOUND = 7;

    private static final int LAST_BOUND = 24;
    private static final double US_PER_S = 1e6;
    private static final double NS_PER_S = 1e9;

    private final Map<Metric, List<DataPointSnapshot>> points = new EnumMap<>(Metric.class);

    /** A counter's or a gauge's. */
    void add(Metric metric, double value, String... labels) {
        switch (metric.kind()) {
            case COUNTER -> put(metric, new CounterDataPointSnapshot(value, labels(metric, labels), null, 0L));
            case GAUGE -> put(metric, new GaugeDataPointSnapshot(value, labels(metric, labels), null));
            default -> throw new IllegalArgumentException(metric + " has more than one value");
        }
    }

    void addInfo(Metric metric, String... labels) {
        put(metric, new InfoDataPointSnapshot(labels(metric, labels)));
    }

    void addSummary(Metric metric, long count, double sum, String... labels) {
        put(
                metric,
                SummaryDataPointSnapshot.builder()
                        .count(count)
                        .sum(sum)
                        .labels(labels(metric, labels))
                        .build());
    }

    void addLatencies(Metric metric, LatencyCounts counts, String... labels) {
        final ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (int bound = FIRST_BOUND; bound <= LAST_BOUND; bound++) {
            final long boundUs = 1L << bound;
            final long upTo = counts.countBelow(boundUs * 1_000);
            buckets.bucket(boundUs / US_PER_S, upTo - below);
            below = upTo;
        }
        buckets.bucket(Double.POSITIVE_INFINITY, counts.count() - below);
        put(
                metric,
                HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(counts.sumNs() / NS_PER_S)
                        .labels(labels(metric, labels))
                        .build());
    }

    private static Labels labels(Metric metric, String... values) {
        return Labels.of(metric.labels(), values);
    }

    private void put(Metric metric, DataPointSnapshot point) {
        points.computeIfAbsent(metric, key -> new ArrayList<>()).add(point);
    }

    MetricSnapshots snapshots() {
        final List<MetricSnapshot> snapshots = new ArrayList<>();
        points.forEach((metric, list) -> snapshots.add(snapshot(metric, list)));
        return new MetricSnapshots(snapshots);
    }

    private static MetricSnapshot snapshot(Metric metric, List<DataPointSnapshot> list) {
        final MetricMetadata metadata = new MetricMetadata(metric.baseName(), metric.help());
        return switch (metric.kind()) {
            case COUNTER -> new CounterSnapshot(metadata, of(CounterDataPointSnapshot.class, list));
            case GAUGE -> new GaugeSnapshot(metadata, of(GaugeDataPointSnapshot.class, list));
            case HISTOGRAM -> new HistogramSnapshot(metadata, of(HistogramDataPointSnapshot.class, list));
            case SUMMARY -> new SummarySnapshot(metadata, of(SummaryDataPointSnapshot.class, list));
            case INFO -> new InfoSnapshot(metadata, of(InfoDataPointSnapshot.class, list));
        };
    }

    private static <T> List<T> of(Class<T> type, List<DataPointSnapshot> list) {
        return list.stream().map(type::cast).toList();
    }
}
