package weir.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import weir.buf.Ascii;

/** The Date field (RFC 9110 §6.6.1). Any thread. */
public final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** The date itself. Allocates. */
    public static String text(long wallMs) {
        return IMF_FIXDATE.format(Instant.ofEpochMilli(wallMs));
    }

    /** The complete line with its line end. Allocates. */
    public static byte[] line(long wallMs) {
        return Ascii.bytes("Date: " + text(wallMs) + "\r\n");
    }
}
