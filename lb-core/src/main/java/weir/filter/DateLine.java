package weir.filter;

import weir.http.HttpDate;
import weir.time.Clock;

/** The Date field (RFC 9110 §6.6.1), formatted once a second. Thread: owning loop only. */
public final class DateLine {
    private final Clock clock;
    private byte[] line;
    private long formattedNs;

    public DateLine(Clock clock) {
        this.clock = clock;
    }

    /** The complete line with its line end; at most a second late. */
    public byte[] at(long nowNs) {
        if (line == null || nowNs - formattedNs >= 1_000_000_000L) {
            line = HttpDate.line(clock.wallMs());
            formattedNs = nowNs;
        }
        return line;
    }
}
