package weir.model;

import java.nio.file.Path;

/**
 * How a pool speaks TLS to its backends.
 *
 * @param isVerified backends must show a certificate that an authority vouches for and that is for their name
 * @param authorities file of who may vouch; null = whom the JVM trusts
 * @param serverName what backends are asked for (SNI), and what their certificates must be for; null = each one's host
 *     as the configuration has it
 * @param certificate what Weir shows when it is asked who it is; null = nothing
 * @param minVersion oldest version of the protocol
 */
public record BackendTls(
        boolean isVerified, Path authorities, String serverName, CertificateFiles certificate, Tls.Version minVersion) {
    public static final Form SERVER_NAME =
            new Form("(?=.{1,253}$)[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*", "a host name without port");
    /** Odd names are for the engines to cope with. */
    static final Form ANY_NAME = new Form("[!-~]{1,253}", SERVER_NAME.accepted());

    public static final BackendTls DEFAULTS = new BackendTls(true, null, null, null, Tls.Version.TLS_1_2);

    public BackendTls {
        Given.textOrNone("tls.server-name", serverName, ANY_NAME);
        Given.one("tls.min-version", minVersion);
        if (!isVerified && authorities != null) {
            throw new IllegalArgumentException("authorities vouch for nobody where nothing is verified");
        }
    }

    /** The same, verified by these. */
    public BackendTls vouchedForBy(Path authorities) {
        return new BackendTls(true, authorities, serverName, certificate, minVersion);
    }
}
