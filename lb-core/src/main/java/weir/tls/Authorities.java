package weir.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import weir.tls.UnfitCertificate.Part;

/** Judges peers' certificates by a set of authorities. Immutable, any thread. */
public final class Authorities extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    Authorities(List<X509Certificate> certificates) throws UnfitCertificate {
        judge = trust(certificates);
    }

    private Authorities(X509ExtendedTrustManager trust) {
        judge = trust;
    }

    /** Those that the JVM trusts. */
    static Authorities ofJvm() throws UnfitCertificate {
        return new Authorities(trust((KeyStore) null));
    }

    /** Reads a file only to find out whether it could be used. */
    public static void check(Path file) throws UnfitCertificate {
        trust(Certificates.read(file, Part.AUTHORITIES));
    }

    private static X509ExtendedTrustManager trust(List<X509Certificate> certificates) throws UnfitCertificate {
        try {
            final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), certificates.get(i));
            }
            return trust(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new UnfitCertificate(Part.AUTHORITIES, "the authorities' certificates cannot be used");
        }
    }

    /** @param store null = the JVM's own */
    private static X509ExtendedTrustManager trust(KeyStore store) throws UnfitCertificate {
        try {
            final TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IllegalStateException("the JDK has no PKIX trust manager");
        } catch (GeneralSecurityException e) {
            throw new UnfitCertificate(Part.AUTHORITIES, "the authorities' certificates cannot be used");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    /** What TLS 1.3 does not say is GENERIC for Conscrypt and UNKNOWN for the JDK. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.checkServerTrusted(chain, type.equals("GENERIC") ? "UNKNOWN" : type, engine);
        final String host = engine.getPeerHost();
        if (host != null && HostName.isName(host) && !HostName.isStrict(host)) {
            HostName.requireFor(host.toLowerCase(Locale.ROOT), chain[0]); // the JDK was not asked to, as it cannot
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
