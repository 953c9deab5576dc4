package weir.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates such as {@code 02/Jan/2026:03:04:05 +0000}; formatted once a second. Thread: the writer's. */
final class CommonTime {
    private final DateTimeFormatter formatter;
    private long second = Long.MIN_VALUE;
    private String text;

    CommonTime(ZoneId zone) {
        formatter = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH)
                .withZone(zone);
    }

    String of(long wallMs) {
        final long wanted = Math.floorDiv(wallMs, 1_000L);
        if (wanted != second) {
            text = formatter.format(Instant.ofEpochSecond(wanted));
            second = wanted;
        }
        return text;
    }
}
