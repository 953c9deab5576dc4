package weir.tls;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;
import weir.pki.Identity;

/** What an address is called in TLS. */
final class HostName {
    /** With a letter somewhere, and no colon: no IP address has that. */
    private static final String NAME = "[A-Za-z0-9._-]*[A-Za-z][A-Za-z0-9._-]*";
    /** Letters, digits and hyphens (RFC 1123 §2.1). */
    private static final String STRICT =
            "LABEL([.]LABEL)*".replace("LABEL", "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private static final String TWO_LABELS = "[^.]+([.][^.]+)+";

    /** A name in bytes, as the JDK's own class for it throws at some that are in use. */
    private static final class RawName extends SNIServerName {
        RawName(String host) {
            super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private HostName() {}

    /**
     * As it is written in the configuration: a name, or an address. A dot at its end is no part of it (RFC 6066 §3).
     */
    static String of(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? withoutDot(inet.getHostString()) : "localhost";
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    static boolean isName(String host) {
        return host.matches(NAME);
    }

    /** The JDK can compare it with a certificate's names; it throws at {@code my_service}. */
    static boolean isStrict(String host) {
        return host.matches(STRICT);
    }

    /** Conscrypt sends no name that is a single label, and none that is not strict. */
    static boolean isSentByConscrypt(String host) {
        return isStrict(host) && (host.indexOf('.') > 0 || host.equalsIgnoreCase("localhost"));
    }

    static SNIServerName raw(String host) {
        return new RawName(host);
    }

    /** What the JDK does for names that it has a class for. */
    static void requireFor(String host, X509Certificate certificate) throws CertificateException {
        if (!isCovered(host, Identity.dnsNames(certificate))) {
            throw new CertificateException("No subject alternative DNS name matching " + host + " found.");
        }
    }

    /**
     * At least two labels must stand behind a wildcard (RFC 9525 §7.1): nobody is entitled to all names of a top-level
     * domain.
     *
     * @param names of the certificate, in lower case, as {@code host} is
     */
    static boolean isCovered(String host, List<String> names) {
        final String parent = host.substring(host.indexOf('.') + 1);
        return Identity.isFor(host, names) && (names.contains(host) || parent.matches(TWO_LABELS));
    }
}
