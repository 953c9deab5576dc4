package weir.model;

import java.nio.file.Path;
import java.util.List;

/**
 * How a listener speaks TLS.
 *
 * @param certificates at least one; the first serves clients that name no host, or one that no certificate is for
 * @param minVersion oldest version of the protocol
 * @param clientCertificate whether clients show who they are
 * @param clientAuthorities file of who may vouch for clients; null when nobody is asked
 * @param clientHeader name of the field that tells backends a client's subject; null = none
 * @param applicationProtocols offered by ALPN, preferred first; empty = none
 * @param hsts null = nothing is said of it
 * @param handshakeMs from accepting to the end of the handshake
 */
public record Tls(
        List<CertificateFiles> certificates,
        Version minVersion,
        ClientCertificate clientCertificate,
        Path clientAuthorities,
        String clientHeader,
        List<String> applicationProtocols,
        Hsts hsts,
        int handshakeMs) {
    /** As the file has it. */
    public enum Version {
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        private final String word;

        Version(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What is asked of clients. */
    public enum ClientCertificate {
        NONE("none"),
        /** Asked for; who shows none is served too, who shows a bad one is not. */
        OPTIONAL("optional"),
        REQUIRED("required");

        private final String word;

        ClientCertificate(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Fields that decide something, which a line more or less of would change. */
    private static final String TAKEN_NAMES =
            "(?i:host|connection|content-length|transfer-encoding|keep-alive|te|trailer|upgrade|expect"
                    + "|proxy|proxy-connection|http2-settings|max-forwards|via|cookie|forwarded|x-forwarded(-.*)?|x-real-ip|weir-explain)";

    /** Of a field that tells backends something of clients. */
    public static final Form CLIENT_HEADER = new Form(
            "(?!" + TAKEN_NAMES + "$)[A-Za-z0-9-]{1,64}",
            "a field name of letters, digits and hyphens that has no other meaning");

    public static final Form PROTOCOL = new Form("[!-~]{1,255}", "the name of a protocol, such as h2");
    /** What Weir itself speaks with clients. */
    public static final List<String> HTTP = List.of("http/1.1");

    public static final Range CERTIFICATES_RANGE = new Range("certificates", 1, 1_000);
    public static final Range HANDSHAKE_RANGE = new Range("handshake", 1, 600_000);
    public static final int HANDSHAKE_MS = 10_000;

    public Tls {
        certificates = Given.list("tls.certificates", certificates);
        CERTIFICATES_RANGE.check(certificates.size());
        Given.one("tls.min-version", minVersion);
        Given.one("tls.client-certificate", clientCertificate);
        Given.textOrNone("tls.client-certificate-header", clientHeader, CLIENT_HEADER);
        Given.check(
                clientHeader == null || clientCertificate != ClientCertificate.NONE,
                "tls.client-certificate-header",
                clientHeader,
                "none where no certificate is asked for");
        applicationProtocols = Given.list("tls.alpn", applicationProtocols);
        applicationProtocols.forEach(protocol -> Given.text("tls.alpn", protocol, PROTOCOL));
        HANDSHAKE_RANGE.check(handshakeMs);
        if ((clientCertificate == ClientCertificate.NONE) != (clientAuthorities == null)) {
            throw new IllegalArgumentException("who is asked for a certificate needs authorities that vouch for it");
        }
    }

    public Tls withApplicationProtocols(List<String> protocols) {
        return new Tls(
                certificates,
                minVersion,
                clientCertificate,
                clientAuthorities,
                clientHeader,
                protocols,
                hsts,
                handshakeMs);
    }

    /** The usual: no client certificates, HTTP. */
    public static Tls of(CertificateFiles certificate) {
        return new Tls(
                List.of(certificate), Version.TLS_1_2, ClientCertificate.NONE, null, null, HTTP, null, HANDSHAKE_MS);
    }
}
