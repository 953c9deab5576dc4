package weir.config.section;

import java.nio.file.Path;
import java.util.List;
import weir.config.value.AuthoritiesFile;
import weir.config.value.Entries;
import weir.config.value.EnumValue;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Location;
import weir.config.value.Text;
import weir.model.CertificateFiles;
import weir.model.Hsts;
import weir.model.Range;
import weir.model.Tls;
import weir.model.Tls.ClientCertificate;

/** {@code listeners.<name>.tls}. */
final class TlsSection extends SectionType<Tls> {
    private final Key<Path> certificate = optional("certificate", CertificateSection.CERTIFICATE);
    private final Key<Path> key = optional("key", CertificateSection.KEY);
    private final Key<List<CertificateFiles>> certificates =
            optional("certificates", new ListOf<>(new CertificateSection(), Tls.CERTIFICATES_RANGE), List.of());
    private final Key<Tls.Version> minVersion =
            optional("min-version", new EnumValue<>(Tls.Version.values(), Tls.Version::word), Tls.Version.TLS_1_2);
    private final Key<ClientCertificate> clientCertificate = optional(
            "client-certificate",
            new EnumValue<>(ClientCertificate.values(), ClientCertificate::word),
            ClientCertificate.NONE);
    private final Key<Path> clientCa = optional(
            "client-ca", new AuthoritiesFile("the path of a PEM file with the authorities that vouch for clients"));

    private final Key<String> clientHeader = optional("client-certificate-header", new Text(Tls.CLIENT_HEADER));
    private final Key<List<String>> alpn =
            optional("alpn", new ListOf<>(new Text(Tls.PROTOCOL), new Range("alpn", 1, 16)), List.of());
    private final Key<Hsts> hsts = optional("hsts", new HstsSection());
    private final Key<Long> handshake = duration(Tls.HANDSHAKE_RANGE, Tls.HANDSHAKE_MS);

    @Override
    Tls build(Section section) {
        final List<CertificateFiles> files = files(section);
        final Tls.Version version = section.get(minVersion);
        final ClientCertificate client = section.get(clientCertificate);
        final Path authorities = authorities(section, client);
        final String header = section.get(clientHeader);
        if (header != null) {
            section.location().context().reserveField(header);
        }
        final List<String> protocols = section.get(alpn);
        final Hsts hsts = section.get(this.hsts);
        final int handshakeMs = section.getInt(handshake);
        if (section.has(clientHeader) && client == ClientCertificate.NONE && !section.isBad(clientCertificate)) {
            section.at(clientHeader)
                    .refuse("it without client-certificate", "it with client-certificate: optional or required");
        }
        return section.isFine()
                ? new Tls(files, version, client, authorities, header, protocols, hsts, handshakeMs)
                : null;
    }

    /** What has no meaning without HTTP, and what only that may have. */
    static void refuseForMode(Location location, boolean isTcp) {
        for (Location value : Entries.of(location).values()) {
            final String name = value.name();
            if (isTcp && (name.equals("hsts") || name.equals("client-certificate-header"))) {
                value.refuse(name + " with mode: tcp", "it with HTTP only");
            } else if (!isTcp && name.equals("alpn")) {
                value.refuse(
                        "alpn without mode: tcp",
                        "it with mode: tcp only, as else Weir itself speaks, which is http/1.1");
            }
        }
    }

    /** One certificate, or a list of them. Empty after a problem. */
    private List<CertificateFiles> files(Section section) {
        final boolean isShort = section.has(certificate) || section.has(key);
        final List<CertificateFiles> list = section.get(certificates);
        if (isShort == section.has(certificates)) {
            section.location()
                    .refuse(
                            isShort ? "certificate and certificates" : "no certificate",
                            "certificate with key, or certificates");
            return List.of();
        }
        if (!isShort) {
            return list;
        }
        for (Key<Path> half : List.of(certificate, key)) {
            if (!section.has(half)) {
                section.at(half).refuse("nothing", half.type().accepted());
                return List.of();
            }
        }
        final CertificateFiles one = CertificateSection.check(section, certificate, key);
        return one == null ? List.of() : List.of(one);
    }

    /** Null when there are none, and after a problem. */
    private Path authorities(Section section, ClientCertificate client) {
        final Path file = section.get(clientCa);
        if (client == ClientCertificate.NONE) {
            if (section.has(clientCa) && !section.isBad(clientCertificate)) {
                section.at(clientCa)
                        .refuse("it without client-certificate", "it with client-certificate: optional or required");
            }
            return null;
        }
        if (!section.has(clientCa)) {
            return section.at(clientCa).refuse("nothing", clientCa.type().accepted());
        }
        return file;
    }
}
