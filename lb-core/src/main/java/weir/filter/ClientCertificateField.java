package weir.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import weir.buf.Ascii;
import weir.model.Listener;

/**
 * Sends the backend the name in the client's certificate; {@link ReservedFields} takes out what clients write there.
 * Any thread.
 */
public final class ClientCertificateField implements RequestFilter {
    /**
     * A longer subject is not told at all: a part of it could be somebody else's. Together with all other lines it fits
     * into {@link weir.http.HeadEdit}.
     */
    private static final int VALUE_BYTES_MAX = 512;

    private static final ClientCertificateField ONLY = new ClientCertificateField();

    private ClientCertificateField() {}

    /** Null where backends are not told of certificates. */
    static ClientCertificateField of(Listener listener) {
        return listener.tls() == null || listener.tls().clientHeader() == null ? null : ONLY;
    }

    @Override
    public boolean apply(RequestContext context) {
        if (context.client().certificateLine() != null) {
            context.edit().add(context.client().certificateLine());
        }
        return PASS;
    }

    /**
     * The line that each request of a connection gets.
     *
     * @param subject distinguished name (RFC 2253); null = none
     * @return null when no subject is named
     */
    public static byte[] line(String name, String subject) {
        final String value = subject == null ? null : visible(subject);
        return value == null || value.length() > VALUE_BYTES_MAX ? null : Ascii.bytes(name + ": " + value + "\r\n");
    }

    /** Whatever could end the line, or is no ASCII, becomes %XX of its UTF-8 bytes; so does % itself. */
    public static String visible(String subject) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : subject.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                out.write(b);
            } else {
                out.writeBytes(Ascii.bytes(String.format(Locale.ROOT, "%%%02X", b & 0xff)));
            }
        }
        return out.toString(StandardCharsets.US_ASCII);
    }
}
