package weir.config.section;

import java.nio.file.Path;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.ReadableFile;
import weir.config.value.ValueType;
import weir.model.CertificateFiles;
import weir.pki.Identity;
import weir.pki.InvalidCertificateException;

/** {@code listeners.<name>.tls.certificates[]}; reads the files to find out whether they can be used. */
final class CertificateSection extends SectionType<CertificateFiles> {
    static final ValueType<Path> CERTIFICATE =
            new ReadableFile("the path of a PEM file: the certificate, then those that lead to its authority");
    static final ValueType<Path> KEY = new ReadableFile("the path of a PEM file with the certificate's private key");

    private final Key<Path> certificate = required("certificate", CERTIFICATE);
    private final Key<Path> key = required("key", KEY);

    @Override
    CertificateFiles build(Section section) {
        return check(section, certificate, key);
    }

    /** Null after a problem. */
    static CertificateFiles check(Section section, Key<Path> certificate, Key<Path> key) {
        final Path certificateFile = section.get(certificate);
        final Path keyFile = section.get(key);
        if (certificateFile == null || keyFile == null) {
            return null;
        }
        final CertificateFiles files = new CertificateFiles(certificateFile, keyFile);
        try {
            final Identity identity = Identity.read(files);
            warn(section.at(certificate), identity.warning(System.currentTimeMillis()));
            warn(section.at(key), Identity.keyWarning(files, identity));
            return files;
        } catch (InvalidCertificateException e) {
            final Key<Path> culprit = e.part() == InvalidCertificateException.Part.KEY ? key : certificate;
            return section.at(culprit).refuse(e.getMessage(), culprit.type().accepted());
        }
    }

    private static void warn(Location location, String warning) {
        if (warning != null) {
            location.warn(warning);
        }
    }
}
