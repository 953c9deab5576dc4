package weir.tls;

import java.util.List;
import javax.net.ssl.SSLContext;
import weir.model.Tls;

/**
 * What is accepted of clients and offered to backends: versions and cipher suites, by their names in JSSE. Any thread.
 */
final class CipherSuites {
    /**
     * Forward secrecy and authenticated encryption only. AES-128 first, as hardware has it. CHACHA20 for who asks for
     * nothing else.
     */
    private static final List<String> NAMES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private CipherSuites() {}

    /**
     * Those that the context's provider has. The factory is asked, as the context would open a socket to find out
     * (Conscrypt's: with a pipe).
     */
    static String[] of(SSLContext context) {
        final List<String> supported = List.of(context.getServerSocketFactory().getSupportedCipherSuites());
        return NAMES.stream().filter(supported::contains).toArray(String[]::new);
    }

    /** The versions in which they are used. */
    static String[] protocols(Tls.Version min) {
        return min == Tls.Version.TLS_1_3 ? new String[] {TLS_1_3} : new String[] {TLS_1_3, TLS_1_2};
    }
}
