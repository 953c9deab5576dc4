package weir.model;

import java.nio.file.Path;

/**
 * Where a certificate and its key are; they may be replaced while Weir runs.
 *
 * @param certificate PEM, with the certificates that lead to the authority behind it
 * @param key PEM; may be the same file
 */
public record CertificateFiles(Path certificate, Path key) {
    public CertificateFiles {
        Given.one("certificate", certificate);
        Given.one("key", key);
    }
}
