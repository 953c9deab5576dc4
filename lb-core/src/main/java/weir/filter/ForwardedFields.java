package weir.filter;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import weir.buf.Ascii;
import weir.http.FieldName;
import weir.http.HeadEdit;
import weir.http.RequestHead;

/**
 * Tells the backend who the client is: X-Forwarded-For, -Proto and -Host, and Via (RFC 9110 §7.6.3). What a client says of itself in these fields is
 * taken out; nobody can vouch for it.
 *
 * <p>Made once per client connection; the lines that never change are encoded then. Thread: owning loop only.
 */
public final class ForwardedFields {
    private static final long FROM_CLIENT = FieldName.set(
            FieldName.X_FORWARDED_FOR,
            FieldName.X_FORWARDED_PROTO,
            FieldName.X_FORWARDED_HOST,
            FieldName.X_FORWARDED_PORT,
            FieldName.X_REAL_IP,
            FieldName.FORWARDED);
    private static final byte[] X_FORWARDED_HOST = Ascii.bytes("X-Forwarded-Host: ");
    private static final String VIA = "Via: 1.1 weir\r\n";
    private static final byte[] VIA_HTTP_1_0 = Ascii.bytes("Via: 1.0 weir\r\n");
    private static final long HOST = FieldName.set(FieldName.HOST);

    private final byte[] lines;
    private final int viaBytes = VIA.length();

    /**
     * @param client null when the connection is already gone
     * @param scheme of the client's connection, {@code http} or {@code https}
     */
    public ForwardedFields(InetAddress client, String scheme) {
        lines = Ascii.bytes("X-Forwarded-For: " + text(client) + "\r\nX-Forwarded-Proto: " + scheme + "\r\n" + VIA);
    }

    /** Without the zone of a link-local address, which means nothing elsewhere. */
    private static String text(InetAddress client) {
        if (client == null) {
            return "unknown";
        }
        final String address = client.getHostAddress();
        final int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /**
     * Marks and adds lines.
     *
     * @param hostLine complete Host line for the backend, or null to pass the client's on
     * @param ownAuthority what an HTTP/1.0 client without Host connected to; HTTP/1.1 must name one (RFC 9112 §3.3)
     */
    public void edit(RequestHead head, ByteBuffer in, HeadEdit edit, byte[] hostLine, byte[] ownAuthority) {
        if (head.fields().hasAny(FROM_CLIENT)) {
            head.fields().dropAll(FROM_CLIENT);
        }
        if (hostLine != null) {
            head.fields().dropAll(HOST);
            edit.add(hostLine);
        } else if (!head.hasHost()) {
            edit.add(ownAuthority);
        }
        if (head.isHttp10()) {
            edit.add(lines, lines.length - viaBytes);
            edit.add(VIA_HTTP_1_0);
        } else {
            edit.add(lines, lines.length);
        }
        if (head.hasHost()) {
            edit.add(X_FORWARDED_HOST, in, head.hostStart(), head.hostEnd());
        }
    }
}
