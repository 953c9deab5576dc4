package weir.http1;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import weir.buf.Ascii;
import weir.buf.IpText;
import weir.filter.ClientCertificateField;
import weir.filter.ClientText;
import weir.filter.ForwardedFields;
import weir.model.ClientAddress;
import weir.model.Forwarding;
import weir.model.Tls;
import weir.net.ConnectionFacts;

/**
 * Lines of a head that say something of the client's connection. Stateless, so that an idle connection has nothing of
 * it.
 */
final class ClientLines {
    private ClientLines() {}

    /** Tells backends of the certificate that the client has shown; null where they are not told. */
    static byte[] certificate(Tls tls, ConnectionFacts client) {
        return tls == null || tls.clientHeader() == null
                ? null
                : ClientCertificateField.line(tls.clientHeader(), subject(client.tlsSession()));
    }

    /** Null when the client has shown no certificate, as it need not where that is optional. */
    private static String subject(SSLSession session) {
        try {
            return ((X509Certificate) session.getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** What backends learn about the client. */
    static ForwardedFields forwarded(ConnectionFacts client, Forwarding as) {
        return new ForwardedFields(ClientAddress.of(client.remoteAddress()), client.isSecured() ? "https" : "http", as);
    }

    /** Host line that names what the client connected to, for requests that name nothing. */
    static byte[] ownAuthority(ConnectionFacts client) {
        final InetSocketAddress own = ClientAddress.internet(client.localAddress());
        final String host =
                own == null ? "localhost" : IpText.text(own.getAddress().getAddress());
        final String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return Ascii.bytes("Host: " + literal + (own == null ? "" : ":" + own.getPort()) + "\r\n");
    }

    /** What templates may say of the connection. */
    static ClientText text(ConnectionFacts client) {
        final InetSocketAddress remote = ClientAddress.internet(client.remoteAddress());
        final SSLSession session = client.tlsSession();
        final String subject = session == null ? null : subject(session);
        return new ClientText(
                Ascii.bytes(remote == null ? "" : Integer.toString(remote.getPort())),
                Ascii.bytes(session == null ? "" : session.getProtocol()),
                Ascii.bytes(session == null ? "" : session.getCipherSuite()),
                Ascii.bytes(session == null ? "" : serverName(session)),
                Ascii.bytes(subject == null ? "" : ClientCertificateField.visible(subject)));
    }

    private static String serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }
}
