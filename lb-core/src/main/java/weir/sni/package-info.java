/**
 * The name of the server that a TLS client asks for, read from its first message, which is not encrypted. Nothing is
 * decrypted, answered or changed. Pure: bytes in, values out.
 *
 * <p>May import nothing. Start at {@link weir.sni.ClientHello}.
 */
package weir.sni;
