package weir.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import weir.model.BackendTls;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.pki.Certificates;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;
import weir.pki.InvalidCertificateException.Part;

/**
 * What the files of a listener or a pool have in them now. Immutable, any thread.
 *
 * @param identities in the order of the configuration
 * @param authorities null when no file names any
 */
record TlsFiles(List<Identity> identities, List<X509Certificate> authorities) {
    static TlsFiles read(Tls tls) throws InvalidCertificateException {
        final List<Identity> identities = new ArrayList<>();
        for (CertificateFiles files : tls.certificates()) {
            identities.add(Identity.read(files));
        }
        return new TlsFiles(
                List.copyOf(identities),
                tls.clientAuthorities() == null ? null : Certificates.read(tls.clientAuthorities(), Part.AUTHORITIES));
    }

    static TlsFiles read(BackendTls tls) throws InvalidCertificateException {
        return new TlsFiles(
                tls.certificate() == null ? List.of() : List.of(Identity.read(tls.certificate())),
                tls.authorities() == null ? null : Certificates.read(tls.authorities(), Part.AUTHORITIES));
    }
}
