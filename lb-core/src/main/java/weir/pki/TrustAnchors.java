package weir.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import weir.pki.InvalidCertificateException.Part;

/** The JDK's judgement of certificates by a set of authorities. Any thread. */
public final class TrustAnchors {
    private TrustAnchors() {}

    public static X509ExtendedTrustManager of(List<X509Certificate> authorities) throws InvalidCertificateException {
        try {
            final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), authorities.get(i));
            }
            return of(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidCertificateException(Part.AUTHORITIES, "the authorities' certificates cannot be used");
        }
    }

    /** Those that the JVM trusts. */
    public static X509ExtendedTrustManager ofJvm() throws InvalidCertificateException {
        return of((KeyStore) null);
    }

    /** Reads a file only to find out whether it could be used. */
    public static void check(Path file) throws InvalidCertificateException {
        of(Certificates.read(file, Part.AUTHORITIES));
    }

    /** @param store null = the JVM's own */
    private static X509ExtendedTrustManager of(KeyStore store) throws InvalidCertificateException {
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
            throw new InvalidCertificateException(Part.AUTHORITIES, "the authorities' certificates cannot be used");
        }
    }
}
