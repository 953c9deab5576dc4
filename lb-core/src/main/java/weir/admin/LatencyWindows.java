package weir.admin;

import java.util.HashMap;
import java.util.Map;
import weir.stats.LatencyCounts;
import weir.time.Clock;

/**
 * What the latencies of the last half to full minute were: those since the start, less those up to a mark. A mark is made every 30 seconds, and the last but
 * one counts, so the window is never shorter than 30 seconds once Weir has run for as long. Costs two arrays of counts for each backend.
 *
 * <p>Thread: the admin worker only.
 */
final class LatencyWindows {
    static final long MARK_NS = 30_000_000_000L;

    /** @param counts by backend; empty for the start */
    private record Mark(long ns, Map<Tallies.Key, LatencyCounts> counts) {}

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
            final Map<Tallies.Key, LatencyCounts> counts = new HashMap<>();
            tallies.forEach((key, totals) -> counts.put(key, totals.latencies()));
            older = newer;
            newer = new Mark(clock.nowNs(), counts);
        }
    }

    /** Of the counts since the start, those within the window. */
    LatencyCounts within(Tallies.Key key, LatencyCounts sinceStart) {
        final LatencyCounts before = older.counts().get(key);
        return before == null ? sinceStart : sinceStart.since(before);
    }

    long lengthNs() {
        return clock.nowNs() - older.ns();
    }
}
