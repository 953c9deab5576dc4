package weir.exchange;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import weir.buf.Ascii;
import weir.time.Clock;

/** The Date field (RFC 9110 §6.6.1), formatted once a second. Thread: owning loop only. */
public final class DateLine {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private byte[] line;
    private long formattedNs;

    public DateLine(Clock clock) {
        this.clock = clock;
    }

    /** The complete line with its line end; at most a second late. */
    public byte[] at(long nowNs) {
        if (line == null || nowNs - formattedNs >= 1_000_000_000L) {
            line = Ascii.bytes("Date: " + IMF_FIXDATE.format(Instant.ofEpochMilli(clock.wallMs())) + "\r\n");
            formattedNs = nowNs;
        }
        return line;
    }
}
