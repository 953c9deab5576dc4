package weir.accesslog;

import java.time.Instant;

/**
 * Dates such as {@code 2026-01-31T12:34:56.789Z}; all but the milliseconds is formatted once a second. Thread: the
 * writer's.
 */
final class TimeText {
    private long second = Long.MIN_VALUE;
    private String upToSecond;

    String of(long wallMs) {
        final long wanted = Math.floorDiv(wallMs, 1_000L);
        if (wanted != second) {
            final String text = Instant.ofEpochSecond(wanted).toString();
            upToSecond = text.substring(0, text.length() - 1);
            second = wanted;
        }
        final int ms = Math.floorMod(wallMs, 1_000);
        return upToSecond + (ms < 10 ? ".00" : ms < 100 ? ".0" : ".") + ms + 'Z';
    }
}
