package weir.filter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import weir.buf.Ascii;
import weir.http.FieldLines;
import weir.http.HeadEdit;
import weir.http.RequestHead;

/**
 * Tells the backend whom the client's certificate names, in a field whose name the configuration has. What a client itself writes there is always taken out.
 *
 * <p>Made once per connection. Thread: owning loop only.
 */
public final class ClientCertificateField {
    /** A longer subject is not told at all: a part of it could be somebody else's. Together with all other lines it fits into {@link HeadEdit}. */
    private static final int VALUE_BYTES_MAX = 512;

    private final byte[] lowerCaseName;
    /** Null = the client has shown no certificate. */
    private final byte[] line;

    /** @param subject distinguished name (RFC 2253); null = none */
    public ClientCertificateField(String name, String subject) {
        lowerCaseName = Ascii.bytes(name.toLowerCase(Locale.ROOT));
        final String value = subject == null ? null : visible(subject);
        line = value == null || value.length() > VALUE_BYTES_MAX ? null : Ascii.bytes(name + ": " + value + "\r\n");
    }

    /** Whatever could end the line, or is no ASCII, becomes %XX of its UTF-8 bytes; so does % itself. */
    private static String visible(String subject) {
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

    /** Marks and adds lines. O(lines of the head). */
    public void edit(RequestHead head, ByteBuffer in, HeadEdit edit) {
        final FieldLines fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            final int from = head.base() + fields.nameStart(i);
            if (Ascii.equalsIgnoreCase(in, from, head.base() + fields.nameEnd(i), lowerCaseName)) {
                fields.drop(i);
            }
        }
        if (line != null) {
            edit.add(line);
        }
    }
}
