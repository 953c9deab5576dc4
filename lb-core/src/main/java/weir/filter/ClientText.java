package weir.filter;

/**
 * What templates say of a client's connection, as text for the wire. Made when one first asks. Immutable.
 *
 * @param port empty where it is not known
 * @param tlsVersion such as {@code TLSv1.3}; these four are empty without TLS
 * @param tlsCipher such as {@code TLS_AES_128_GCM_SHA256}
 * @param tlsServerName that the client has asked for
 * @param tlsSubject of the client's certificate, as {@link ClientCertificateField} tells it
 */
public record ClientText(byte[] port, byte[] tlsVersion, byte[] tlsCipher, byte[] tlsServerName, byte[] tlsSubject) {}
