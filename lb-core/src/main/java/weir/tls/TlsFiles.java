package weir.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import weir.model.CertificateFiles;
import weir.model.Tls;
import weir.tls.UnfitCertificate.Part;

/** What the files of a listener have in them now. */
final class TlsFiles {
    private TlsFiles() {}

    static List<Identity> identities(Tls tls) throws UnfitCertificate {
        final List<Identity> identities = new ArrayList<>();
        for (CertificateFiles files : tls.certificates()) {
            identities.add(Identity.read(files));
        }
        return identities;
    }

    static List<X509Certificate> authorities(Tls tls) throws UnfitCertificate {
        return Certificates.read(tls.clientAuthorities(), Part.AUTHORITIES);
    }
}
