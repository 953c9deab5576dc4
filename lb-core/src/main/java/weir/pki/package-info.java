/**
 * Certificates, private keys and what belongs together of them, out of PEM files. Nothing here knows a connection.
 *
 * <p>May import {@code weir.file} and {@code weir.model}. No sockets. Start at {@link weir.pki.Identity}.
 */
package weir.pki;
