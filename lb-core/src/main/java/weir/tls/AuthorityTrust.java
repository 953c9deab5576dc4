package weir.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import weir.pki.InvalidCertificateException;
import weir.pki.TrustAnchors;

/** Judges peers' certificates by a set of authorities. Immutable, any thread. */
final class AuthorityTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager verify;

    AuthorityTrust(List<X509Certificate> certificates) throws InvalidCertificateException {
        this(TrustAnchors.of(certificates));
    }

    private AuthorityTrust(X509ExtendedTrustManager trust) {
        verify = trust;
    }

    /** Those that the JVM trusts. */
    static AuthorityTrust ofJvm() throws InvalidCertificateException {
        return new AuthorityTrust(TrustAnchors.ofJvm());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        verify.checkClientTrusted(chain, type, engine);
    }

    /** What TLS 1.3 does not say is GENERIC for Conscrypt and UNKNOWN for the JDK. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        verify.checkServerTrusted(chain, type.equals("GENERIC") ? "UNKNOWN" : type, engine);
        final String host = engine.getPeerHost();
        if (host != null && HostName.isName(host) && !HostName.isStrict(host)) {
            HostName.requireFor(host.toLowerCase(Locale.ROOT), chain[0]); // the JDK was not asked to, as it cannot
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        verify.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        verify.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        verify.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        verify.checkServerTrusted(chain, type, socket);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verify.getAcceptedIssuers();
    }
}
