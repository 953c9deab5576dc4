package weir.pki;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates as certbot and openssl write them: PEM blocks one after the other in a file. */
public final class Certificates {
    private Certificates() {}

    /** At least one, in the order of the file. */
    public static List<X509Certificate> read(Path file, InvalidCertificateException.Part part)
            throws InvalidCertificateException {
        final List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : PemBlock.read(file, part)) {
            if (block.label().equals("CERTIFICATE")
                    || block.label().equals("X509 CERTIFICATE")
                    || block.label().equals("TRUSTED CERTIFICATE")) {
                certificates.add(parse(block, file, part));
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidCertificateException(part, file + " has no certificate in it");
        }
        return certificates;
    }

    private static X509Certificate parse(PemBlock block, Path file, InvalidCertificateException.Part part)
            throws InvalidCertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException | RuntimeException e) { // a parser that meets what it has not expected
            throw new InvalidCertificateException(part, file + " has a certificate that cannot be understood");
        }
    }
}
