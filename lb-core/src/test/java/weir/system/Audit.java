package weir.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether three tell the same story: the clients, the access log, and the counters. Each request of a client has
 * exactly one line, with the status that the client saw and the word of the response that it got, and the counters
 * count those lines.
 */
final class Audit {
    private static final Pattern OTHER = Pattern.compile(" end=(\\w+) .* retries=(\\d+) ");
    private static final Pattern LINE =
            Pattern.compile(" target=\"([^\"]*)\" .* status=(\\d+) end=(\\w+) .* backend=(\\S+) .* retries=(\\d+) ");

    /** What the client saw, and what is logged of it. */
    record Entry(Load.Seen seen, int status, String end, String backend, int retries) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Predicate<String> others;
    private int retries;

    private Audit(Predicate<String> others) {
        this.others = others;
    }

    /**
     * Of a Weir that has done nothing but to serve these loads, which are over. Waits until all is counted, stops it,
     * and reads its log.
     */
    static Audit of(WeirProcess weir, Path accessLog, Load... loads) throws IOException {
        return of(weir, accessLog, List.of(loads), line -> false);
    }

    /** @param others lines of requests of which nobody has noted what became of them; they are only counted */
    static Audit of(WeirProcess weir, Path accessLog, List<Load> loads, Predicate<String> others) throws IOException {
        final List<Load.Seen> seen =
                loads.stream().flatMap(load -> load.seen().stream()).toList();
        final AdminClient admin = new AdminClient(weir.adminPort());
        await("all are counted")
                .atMost(Child.PATIENCE)
                .until(() -> (int) admin.sum("weir_exchange_ends_total") >= seen.size());
        final Map<String, Double> metrics = admin.metrics();
        weir.terminate();
        assertEquals(0, weir.awaitEnd(), "Weir stops orderly");
        final Audit audit = new Audit(others);
        try (Stream<String> lines = Files.lines(accessLog)) {
            audit.match(seen, lines);
        }
        audit.compare(metrics);
        return audit;
    }

    private void match(List<Load.Seen> seen, Stream<String> lines) {
        final Map<String, Load.Seen> open = new HashMap<>();
        seen.forEach(one -> open.put(one.target(), one));
        lines.forEach(line -> {
            if (others.test(line)) {
                final Matcher other = OTHER.matcher(line);
                assertTrue(other.find(), line);
                count(other.group(1), Integer.parseInt(other.group(2)));
                return;
            }
            final Matcher matcher = LINE.matcher(line);
            assertTrue(matcher.find(), line);
            final Load.Seen one = open.remove(matcher.group(1));
            assertTrue(one != null, () -> "nobody asked, or there was a line before: " + line);
            add(new Entry(
                    one,
                    Integer.parseInt(matcher.group(2)),
                    matcher.group(3),
                    matcher.group(4),
                    Integer.parseInt(matcher.group(5))));
        });
        assertEquals(Set.of(), open.keySet(), "without a line");
    }

    private void add(Entry entry) {
        final Load.Seen seen = entry.seen();
        assertEquals(seen.status(), entry.status(), entry::toString);
        if (seen.isCut()) {
            assertTrue(entry.end().matches("upstream_response_(cut|stalled)"), entry::toString);
        } else {
            assertEquals(seen.word() == null ? "served" : seen.word(), entry.end(), entry::toString);
        }
        entries.put(seen.target(), entry);
        count(entry.end(), entry.retries());
    }

    private void count(String end, int retriesMore) {
        ends.merge(end, 1, Integer::sum);
        retries += retriesMore;
    }

    private void compare(Map<String, Double> metrics) {
        final Map<String, Integer> counted = new TreeMap<>();
        final Pattern name = Pattern.compile("weir_exchange_ends_total\\{end=\"(\\w+)\"}");
        metrics.forEach((key, value) -> {
            final Matcher matcher = name.matcher(key);
            if (matcher.matches() && value > 0) {
                counted.put(matcher.group(1), value.intValue());
            }
        });
        assertEquals(ends, counted, "ends: the log, and the counters");
        assertEquals(retries, metrics.get("weir_retries_total").intValue(), "retries: the log, and the counter");
        assertEquals(0, metrics.get("weir_internal_faults_total"), "bugs that were caught");
        assertEquals(0, metrics.get("weir_access_log_drops_total"), "lines dropped");
    }

    /** Requests by how they ended. */
    Map<String, Integer> ends() {
        return ends;
    }

    /** Responses that clients cannot be content with: cut, or of another status than 200. */
    List<Entry> failures() {
        return entries.values().stream().filter(entry -> !entry.seen().isFine()).toList();
    }

    /** The same, counted by method, status and end. */
    Map<String, Integer> failuresByKind() {
        final Map<String, Integer> kinds = new TreeMap<>();
        failures().forEach(entry -> kinds.merge(kind(entry), 1, Integer::sum));
        return kinds;
    }

    static String kind(Entry entry) {
        return (entry.seen().isPost() ? "POST " : "GET ") + entry.status() + " " + entry.end();
    }

    /** As far as these backends can tell: a request that may not be repeated has reached one of them, once. */
    void assertNoPostWasRepeated(List<FaultyBackend> backends) {
        for (Entry entry : entries.values()) {
            final Load.Seen seen = entry.seen();
            final int arrivals = backends.stream()
                    .mapToInt(backend -> backend.arrivals(seen.target()))
                    .sum();
            assertTrue(!seen.isPost() || arrivals <= 1, () -> arrivals + " times: " + entry);
        }
    }

    int count() {
        return entries.size();
    }

    int retries() {
        return retries;
    }
}
