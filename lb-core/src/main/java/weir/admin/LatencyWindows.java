package weir.admin;

import java.util.HashMap;
import java.util.Map;
import weir.model.Backend;
import weir.stats.LatencyCounts;
import weir.time.Clock;

/**
 * What the latencies of the last half to full minute were: those since the start, less those up to a mark. A mark is
 * made every 30 seconds, and the last but one counts, so the window is never shorter than 30 seconds once Weir has run
 * for as long. Costs two arrays of counts for each backend.
 *
 * <p>Thread: the admin worker only.
 */
final class LatencyWindows {
    static final long MARK_NS = 30_000_000_000L;

    /** @param backend whose they are: the one that has the key now may be another */
    private record Counts(Backend backend, LatencyCounts latencies) {}

    /** @param counts empty for the start */
    private record Mark(long ns, Map<Tallies.Key, Counts> counts) {}

    private final Tallies tallies;
    private final Clock clock;
    private Mark older;
    private Mark newer;

    LatencyWindows(Tallies tallies, Clock clock) {
        this.tallies = tallies;
        this.clock = clock;
        older = new Mark(clock.nowNs(), Map.of());
        newer = older;
    }

    /** Makes a mark when it is time. */
    void moveOn() {
        if (clock.nowNs() - newer.ns() >= MARK_NS) {
            final Map<Tallies.Key, Counts> counts = new HashMap<>();
            tallies.forEach((key, backend, totals) -> counts.put(key, new Counts(backend, totals.latencies())));
            older = newer;
            newer = new Mark(clock.nowNs(), counts);
        }
    }

    /** Of the counts since the start, those within the window. */
    LatencyCounts within(Tallies.Key key, Backend backend, LatencyCounts sinceStart) {
        final Counts before = older.counts().get(key);
        return before == null || before.backend() != backend ? sinceStart : sinceStart.since(before.latencies());
    }

    long lengthNs() {
        return clock.nowNs() - older.ns();
    }
}
