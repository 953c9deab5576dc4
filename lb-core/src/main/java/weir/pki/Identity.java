package weir.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import weir.model.CertificateFiles;
import weir.pki.InvalidCertificateException.Part;

/**
 * A certificate with what leads to its authority, its key, and the names it is for. Immutable, any thread.
 *
 * @param chain its own first
 * @param names in lower case, some with a wildcard as their first label
 */
public record Identity(List<X509Certificate> chain, PrivateKey key, List<String> names) {
    private static final int DNS_NAME = 2;
    private static final long DAY_MS = 86_400_000;
    /** What is closer to its end than that is worth a word; whoever renews by machine does it earlier. */
    private static final int WARN_DAYS = 7;
    /** NIST SP 800-57, and what browsers ask for. */
    private static final int RSA_BITS_MIN = 2048;

    /** Reads both files. */
    public static Identity read(CertificateFiles files) throws InvalidCertificateException {
        final List<X509Certificate> chain = Certificates.read(files.certificate(), Part.CERTIFICATE);
        final PrivateKey key = PrivateKeys.read(files.key(), chain.get(0).getPublicKey());
        return new Identity(List.copyOf(chain), key, names(chain.get(0)));
    }

    /** Those of the subject alternative name; the common name has no say (RFC 9525 §6.3). */
    private static List<String> names(X509Certificate certificate) throws InvalidCertificateException {
        try {
            return dnsNames(certificate);
        } catch (CertificateParsingException e) {
            throw new InvalidCertificateException(Part.CERTIFICATE, "the certificate's names cannot be understood");
        }
    }

    public static List<String> dnsNames(X509Certificate certificate) throws CertificateParsingException {
        final List<String> names = new ArrayList<>();
        final Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        for (List<?> name : all == null ? List.<List<?>>of() : all) {
            if (name.get(0).equals(DNS_NAME)) {
                names.add(((String) name.get(1)).toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(names);
    }

    /** Null, or why the certificate will not be accepted by clients though it can be used. */
    public String warning(long nowMs) {
        final X509Certificate own = chain.get(0);
        final long leftMs = own.getNotAfter().getTime() - nowMs;
        if (leftMs < 0) {
            return "the certificate has expired on " + day(own.getNotAfter().getTime());
        } else if (own.getNotBefore().getTime() > nowMs) {
            return "the certificate is not valid before "
                    + day(own.getNotBefore().getTime());
        } else if (leftMs < WARN_DAYS * DAY_MS) {
            return "the certificate expires on " + day(own.getNotAfter().getTime());
        }
        return null;
    }

    /** Null, or what is wrong with the key though it can be used. */
    public static String keyWarning(CertificateFiles files, Identity identity) {
        if (identity.key instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_BITS_MIN) {
            return "an RSA key of " + rsa.getModulus().bitLength() + " bits can be broken, and many clients refuse it; "
                    + RSA_BITS_MIN + " is the least";
        }
        return isReadByOthers(files.key())
                ? files.key() + " can be read by every user of this machine; chmod o-r takes that away"
                : null;
    }

    private static boolean isReadByOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // gone, or a file system without such bits
        }
    }

    private static String day(long ms) {
        return Instant.ofEpochMilli(ms).toString().substring(0, 10);
    }

    /** When the first certificate of the chain ends, in seconds since 1970. */
    public long expirySeconds() {
        return chain.get(0).getNotAfter().getTime() / 1000;
    }

    /** As the JDK names it: EC, RSA, EdDSA. */
    public String algorithm() {
        return key.getAlgorithm();
    }

    /** Clients that ask for that name are shown it; whether it is good enough they decide. */
    public boolean isFor(String host) {
        return isFor(host, names);
    }

    /** A wildcard stands for one label (RFC 9525 §6.3). */
    public static boolean isFor(String host, List<String> names) {
        final int dot = host.indexOf('.');
        return names.contains(host) || dot > 0 && names.contains("*" + host.substring(dot));
    }

    /** In messages and metrics. */
    public String name() {
        return names.isEmpty() ? chain.get(0).getSubjectX500Principal().getName() : names.get(0);
    }
}
