package weir.admin;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import weir.model.Health;
import weir.model.Pool;
import weir.snapshot.BackendState;
import weir.snapshot.SharedLimit;
import weir.stats.BackendTotals;
import weir.stats.Counter;
import weir.stats.ListenerTally;
import weir.stats.StatusClass;

/**
 * All metrics in the text format of Prometheus, or in OpenMetrics for who asks for it. Nothing is kept between two
 * scrapes: the numbers are those of the loops. Thread: the admin worker only.
 */
final class MetricsPage {
    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = new OpenMetricsTextFormatWriter(false, false);
    private final RuntimeView runtime;
    private final Tallies tallies;
    private final Readiness readiness;
    private final Liveness liveness;

    MetricsPage(RuntimeView runtime, Tallies tallies, Readiness readiness, Liveness liveness) {
        this.runtime = runtime;
        this.tallies = tallies;
        this.readiness = readiness;
        this.liveness = liveness;
    }

    /** @param accept the Accept field */
    Response answer(String accept) {
        final ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : plain;
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail like that
        }
        return Response.of(200, writer.getContentType(), out.toByteArray());
    }

    private MetricSnapshots snapshots() {
        final MetricPoints points = new MetricPoints();
        addWhole(points);
        addListeners(points);
        addCertificates(points);
        addPools(points);
        addLoops(points);
        JvmMetrics.addTo(points);
        return points.snapshots();
    }

    private void addWhole(MetricPoints points) {
        points.addInfo(Metric.BUILD, runtime.version(), Runtime.version().toString());
        points.add(Metric.LIVE, liveness.stuck().isEmpty() ? 1 : 0);
        points.add(Metric.READY, readiness.obstacles().isEmpty() ? 1 : 0);
        runtime.ends().forEach(end -> points.add(Metric.ENDS, end.value().getAsLong(), end.word()));
        runtime.refusals()
                .forEach(fault -> points.add(Metric.REFUSALS, fault.value().getAsLong(), fault.word()));
        for (SharedLimit limit : runtime.snapshot().limits().all()) {
            for (SharedLimit.Verdict verdict : SharedLimit.Verdict.values()) {
                points.add(
                        Metric.RATE_LIMITS,
                        limit.total(verdict),
                        limit.where(),
                        limit.limit().name(),
                        verdict.word());
            }
        }
        runtime.events()
                .forEach(event -> points.add(Metric.EVENTS, event.value().getAsLong(), event.word()));
        points.add(Metric.RETRIES, total(Counter.RETRIES));
        points.add(Metric.UPSTREAM_CONNECTS, total(Counter.UPSTREAM_CONNECTS));
        points.add(Metric.UPSTREAM_CONNECT_FAILURES, total(Counter.UPSTREAM_CONNECT_FAILURES));
        points.add(Metric.UPSTREAM_REUSES, total(Counter.UPSTREAM_REUSES));
        points.add(Metric.IDLE_EVICTIONS, total(Counter.IDLE_EVICTIONS));
        points.add(Metric.ACCEPT_PAUSES, total(Counter.ACCEPT_PAUSES));
        points.add(Metric.QUEUE_OVERFLOWS, total(Counter.QUEUE_OVERFLOWS));
        points.add(Metric.INTERNAL_FAULTS, total(Counter.FAULTS));
        points.add(Metric.LOG_DROPS, total(Counter.LOG_DROPS));
        points.add(Metric.LOG_LOST, runtime.accessLogLinesLost());
    }

    private long total(Counter counter) {
        return runtime.loops().stream()
                .mapToLong(loop -> loop.counters().get(counter))
                .sum();
    }

    private void addListeners(MetricPoints points) {
        for (int i = 0; i < runtime.listeners().size(); i++) {
            final int index = i;
            final String name = runtime.listeners().get(i).name();
            final List<ListenerTally> all =
                    runtime.loops().stream().map(loop -> loop.tally(index)).toList();
            points.add(
                    Metric.CONNECTIONS,
                    all.stream().mapToLong(ListenerTally::connectionsOpen).sum(),
                    name);
            points.add(
                    Metric.CONNECTIONS_ACCEPTED,
                    all.stream().mapToLong(ListenerTally::connectionsAccepted).sum(),
                    name);
            points.add(Metric.MAINTENANCE, runtime.snapshot().listener(i).maintenance() == null ? 0 : 1, name);
            for (int status = 0; status < StatusClass.COUNT; status++) {
                final int statusClass = status;
                points.add(
                        Metric.REQUESTS,
                        all.stream()
                                .mapToLong(tally -> tally.statuses(statusClass))
                                .sum(),
                        name,
                        StatusClass.word(statusClass));
            }
        }
    }

    private void addCertificates(MetricPoints points) {
        for (RuntimeView.Certificates of : runtime.certificates()) {
            of.expiries().forEach((name, seconds) -> points.add(Metric.TLS_EXPIRY, seconds, of.listener(), name));
            points.add(Metric.TLS_RELOADS, of.reloads(), of.listener(), "ok");
            points.add(Metric.TLS_RELOADS, of.failures(), of.listener(), "failed");
        }
    }

    private void addPools(MetricPoints points) {
        final List<Pool> pools = runtime.snapshot().pools();
        for (int i = 0; i < pools.size(); i++) {
            points.add(
                    Metric.POOL_USABLE, readiness.usableCount(i), pools.get(i).name());
        }
        tallies.forEach((key, backend, totals) ->
                addBackend(points, key, pools.get(key.pool()).name(), backend.id(), totals));
    }

    private void addBackend(MetricPoints points, Tallies.Key key, String pool, String id, BackendTotals totals) {
        final BackendState state = runtime.state(key.pool(), key.backend());
        points.add(Metric.BACKEND_UP, state.health() == Health.UP ? 1 : 0, pool, id);
        points.add(Metric.BACKEND_USABLE, Readiness.isUsable(state) ? 1 : 0, pool, id);
        points.add(Metric.BACKEND_WEIGHT, state.weight(), pool, id);
        points.add(
                Metric.BACKEND_IN_FLIGHT,
                runtime.snapshot().pool(key.pool()).loads().inFlight(key.backend()),
                pool,
                id);
        for (int status = 0; status < StatusClass.COUNT; status++) {
            points.add(Metric.BACKEND_REQUESTS, totals.statuses(status), pool, id, StatusClass.word(status));
        }
        addFailures(points, pool, id, totals);
        points.add(Metric.BACKEND_RETRIES, totals.retries(), pool, id);
        points.add(Metric.BACKEND_REQUEST_BYTES, totals.requestBytes(), pool, id);
        points.add(Metric.BACKEND_RESPONSE_BYTES, totals.responseBytes(), pool, id);
        points.addLatencies(Metric.BACKEND_LATENCY, totals.latencies(), pool, id);
    }

    private void addFailures(MetricPoints points, String pool, String backend, BackendTotals totals) {
        final List<String> words = runtime.failureWords();
        for (int kind = 0; kind < words.size(); kind++) {
            if (words.get(kind) != null) {
                points.add(Metric.BACKEND_FAILURES, totals.failures(kind), pool, backend, words.get(kind));
            }
        }
    }

    private void addLoops(MetricPoints points) {
        for (int i = 0; i < runtime.loops().size(); i++) {
            final RuntimeView.Loop loop = runtime.loops().get(i);
            final RuntimeView.Gauges gauges = liveness.gauges(i);
            points.add(Metric.LOOP_TURNS, loop.counters().get(Counter.TURNS), loop.name());
            points.add(Metric.LOOP_WAKEUPS, loop.counters().get(Counter.WAKEUPS), loop.name());
            points.add(Metric.LOOP_STALLS, loop.counters().get(Counter.STALLS), loop.name());
            points.add(Metric.LOOP_CONNECTIONS, loop.clientCount(), loop.name());
            points.add(Metric.LOOP_BUFFER_WAITS, loop.counters().get(Counter.BUFFER_WAITS), loop.name());
            if (gauges != null) {
                points.add(Metric.LOOP_BUFFERS_HELD, gauges.buffersHeld(), loop.name());
                points.add(Metric.LOOP_BUFFERS_STOCK, gauges.buffersStock(), loop.name());
                points.add(Metric.LOOP_SMALL_BUFFERS_HELD, gauges.smallBuffersHeld(), loop.name());
                points.add(Metric.LOOP_SMALL_BUFFERS_STOCK, gauges.smallBuffersStock(), loop.name());
                points.add(Metric.LOOP_LARGE_BUFFERS_HELD, gauges.largeBuffersHeld(), loop.name());
                points.add(Metric.LOOP_LARGE_BUFFERS_STOCK, gauges.largeBuffersStock(), loop.name());
            }
        }
    }
}
