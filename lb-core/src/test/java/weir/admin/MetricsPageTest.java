package weir.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weir.testkit.ManualClock;
import weir.testkit.Project;

final class MetricsPageTest {
    private static final long MS = 1_000_000;
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_:][a-zA-Z0-9_:]*)(\\{(?:[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\.)*\",?)*})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");

    private final TestRuntime runtime = new TestRuntime();
    private final AdminApi api = new AdminApi(TestRuntime.OPEN, runtime, null, new ManualClock());

    private String scrape(String accept) {
        api.liveness().ask();
        runtime.turn();
        return Requests.text(api.answer(Requests.get("/metrics", "accept", accept)));
    }

    /** Samples by name and labels; fails where a line is of no known form. */
    private static Map<String, Double> parsed(String page) {
        final Map<String, Double> samples = new HashMap<>();
        final Set<String> typed = new HashSet<>();
        for (String line : page.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                assertTrue(typed.add(line.split(" ")[2]), "typed twice: " + line);
            } else if (!line.startsWith("# HELP ") && !line.equals("# EOF")) {
                final Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), line);
                final String labels = sample.group(2) == null ? "" : sample.group(2);
                final String value = sample.group(3).replace("Inf", "Infinity");
                assertEquals(null, samples.put(sample.group(1) + labels, Double.valueOf(value)), "twice: " + line);
            }
        }
        return samples;
    }

    @Test
    void tellsWhatWasCounted() {
        runtime.tallies[0].end(200, 3 * MS, -1, 10, 20);
        runtime.tallies[0].end(503, 300 * MS, -1, 0, 0);
        runtime.tallies[1].end(0, -1, 1, 0, 0);
        runtime.listener.accepted();
        runtime.listener.end(200);
        runtime.up[1] = false;
        final Map<String, Double> samples = parsed(scrape(""));
        assertEquals(1, samples.get("weir_requests_total{listener=\"web\",status=\"2xx\"}"));
        assertEquals(1, samples.get("weir_connections{listener=\"web\"}"));
        assertEquals(1, samples.get("weir_backend_requests_total{backend=\"b0\",pool=\"app\",status=\"5xx\"}"));
        assertEquals(1, samples.get("weir_backend_failures_total{backend=\"b1\",end=\"timed_out\",pool=\"app\"}"));
        assertEquals(1, samples.get("weir_backend_up{backend=\"b0\",pool=\"app\"}"));
        assertEquals(0, samples.get("weir_backend_up{backend=\"b1\",pool=\"app\"}"));
        assertEquals(1, samples.get("weir_pool_usable_backends{pool=\"app\"}"));
        assertEquals(10, samples.get("weir_backend_request_content_bytes_total{backend=\"b0\",pool=\"app\"}"));
        assertEquals(7, samples.get("weir_exchange_ends_total{end=\"served\"}"));
        assertEquals(16, samples.get("weir_loop_buffers_stock{loop=\"loop-0\"}"));
        assertEquals(4, samples.get("weir_access_log_lost_lines_total"));
        assertEquals(5, samples.get("weir_events_total{event=\"sticky_hits\"}"));
        assertEquals(0.303, samples.get("weir_backend_latency_seconds_sum{backend=\"b0\",pool=\"app\"}"), 1e-9);
        assertEquals(bucket(samples, "0.002048"), 0);
        assertEquals(bucket(samples, "0.004096"), 1);
        assertEquals(bucket(samples, "+Inf"), 2);
    }

    private static double bucket(Map<String, Double> samples, String bound) {
        return samples.get("weir_backend_latency_seconds_bucket{backend=\"b0\",pool=\"app\",le=\"" + bound + "\"}");
    }

    @Test
    void speaksOpenMetricsToWhoAsksForIt() {
        final String page = scrape("application/openmetrics-text; version=1.0.0");
        assertTrue(page.endsWith("# EOF\n"), page);
        assertTrue(parsed(page).size() > 50);
    }

    @Test
    void hasASampleOfEveryMetric() {
        final Set<String> names = new HashSet<>();
        parsed(scrape("")).keySet().forEach(sample -> names.add(sample.replaceFirst("\\{.*", "")));
        for (Metric metric : Metric.values()) {
            final String name = switch (metric.kind()) {
                case HISTOGRAM, SUMMARY -> metric.queryName() + "_count";
                default -> metric.queryName();
            };
            assertTrue(names.contains(name), name);
        }
    }

    @Test
    void everyMetricIsDocumentedAndNoOther() throws IOException {
        final List<String> rows = Files.readAllLines(Project.path("docs/METRICS.md")).stream()
                .filter(line -> line.matches("\\| `(weir|jvm|process)_.*"))
                .toList();
        final Set<String> documented = new TreeSet<>();
        rows.forEach(row -> documented.add(row.replaceFirst("^(\\| `[^|]*\\| [^|]*\\| [^|]*\\|).*", "$1")));
        final Set<String> declared = new TreeSet<>();
        Arrays.stream(Metric.values()).map(MetricsPageTest::row).forEach(declared::add);
        assertEquals(String.join("\n", declared), String.join("\n", documented));
    }

    /** The beginning of its row. */
    private static String row(Metric metric) {
        final String labels = metric.labels().length == 0 ? "–" : String.join(", ", metric.labels());
        return "| `" + metric.queryName() + "` | " + metric.kind().name().toLowerCase(java.util.Locale.ROOT) + " | "
                + labels + " |";
    }
}
