package weir.config.section;

import java.nio.file.Path;
import weir.config.value.AuthoritiesFile;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.Text;
import weir.config.value.ValueType;
import weir.model.BackendTls;
import weir.model.CertificateFiles;
import weir.model.Tls;

/** {@code pools.<name>.tls}; reads the files to find out whether they can be used. */
final class BackendTlsSection extends SectionType<BackendTls> {
    static final ValueType<String> SERVER_NAME = new Text(BackendTls.SERVER_NAME);

    static final ValueType<Path> AUTHORITIES =
            new AuthoritiesFile("the path of a PEM file with the authorities that vouch for backends");

    private final Key<Boolean> verify = flag("verify", true);
    private final Key<Path> ca = optional("ca", AUTHORITIES);
    private final Key<String> serverName = optional("server-name", SERVER_NAME);
    private final Key<Path> certificate = optional("certificate", CertificateSection.CERTIFICATE);
    private final Key<Path> key = optional("key", CertificateSection.KEY);
    private final Key<Tls.Version> minVersion =
            optional("min-version", new EnumValue<>(Tls.Version.values(), Tls.Version::word), Tls.Version.TLS_1_2);

    @Override
    BackendTls build(Section section) {
        final boolean isVerified = section.get(verify);
        final Path authorities = section.get(ca);
        final String name = section.get(serverName);
        final CertificateFiles own = own(section);
        final Tls.Version version = section.get(minVersion);
        if (!isVerified && section.has(ca)) {
            return section.at(ca).refuse("ca with verify: false", "one of them");
        } else if (!isVerified) {
            section.at(verify).warn("whoever can get in between can read and change everything");
        }
        return new BackendTls(isVerified, authorities, name, own, version);
    }

    /** Null when there is none, and after a problem. */
    private CertificateFiles own(Section section) {
        if (section.has(certificate) == section.has(key)) {
            return section.has(key) ? CertificateSection.check(section, certificate, key) : null;
        }
        final Key<Path> missing = section.has(key) ? certificate : key;
        return section.at(missing).refuse("nothing", missing.type().accepted());
    }
}
