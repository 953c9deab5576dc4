package weir.bench.doctor;

import java.util.Optional;
import weir.bench.report.Numbers;

/** Whether Weir uses its connections to backends again. Any thread. */
final class UpstreamCheck {
    private static final String NAME = "keep-alive";
    private static final String MEANING =
            "A new connection for a request costs more than the request. It is what happens with origins that close, "
                    + "with more clients than kept connections, and with backends that come and go.";
    private static final double SPOILS_PERCENT = 90;
    private static final double BEWARE_PERCENT = 99;
    /** Connections must be opened before they can be used again. */
    private static final double ENOUGH = 100;

    private UpstreamCheck() {}

    /** Since the first look where requests came meanwhile, else since Weir was started. */
    static Finding of(Optional<String> before, Optional<String> after) {
        if (after.isEmpty()) {
            return Finding.unknown(NAME, "the admin API does not answer with metrics; is a token needed?", MEANING);
        }
        final double reusesNow = sum(after.get(), "weir_upstream_reuses_total");
        final double connectsNow = sum(after.get(), "weir_upstream_connects_total");
        final double reuses = reusesNow
                - before.map(page -> sum(page, "weir_upstream_reuses_total")).orElse(0.0);
        final double connects = connectsNow
                - before.map(page -> sum(page, "weir_upstream_connects_total")).orElse(0.0);
        return reuses + connects >= ENOUGH
                ? judge(reuses, connects, "just now")
                : judge(reusesNow, connectsNow, "since it was started");
    }

    private static Finding judge(double reuses, double connects, String when) {
        if (reuses + connects < ENOUGH) {
            return new Finding(
                    NAME, Finding.Level.UNKNOWN, "too few requests so far", MEANING, "look while it is under load");
        }
        final double percent = 100 * reuses / (reuses + connects);
        final String found = Numbers.two(percent) + " % of the connections to backends were kept ones, " + when + " ("
                + Numbers.whole(reuses) + " used again, " + Numbers.whole(connects) + " new)";
        final String fix =
                "origin without --close; nginx: keepalive_requests 1000000; keep-alive.connections of the pool";
        if (percent < SPOILS_PERCENT) {
            return Finding.spoils(NAME, found, MEANING, fix);
        }
        return percent < BEWARE_PERCENT
                ? Finding.beware(NAME, found, MEANING, fix)
                : Finding.fine(NAME, found, MEANING);
    }

    /** Of all samples of a metric, whatever their labels. */
    static double sum(String page, String metric) {
        return page.lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf('}') + 1)
                        .replaceFirst("^" + metric, "")
                        .trim()
                        .split(" ")[0]))
                .sum();
    }
}
